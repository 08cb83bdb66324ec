import type { Context } from '../../context.ts';
import type { NotificationList } from '../../contract/notifications.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { noticesOf, noticesStatement } from '../../db/notifications.ts';

/** A page of a user's notifications, newest first, and how many of all he has not seen. @throws AppError malformed_cursor. */
export const listNotifications = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number },
): Promise<NotificationList> => {
  const { userId, limit } = input;
  const after = pageStart(input.cursor);
  const [page, unread] = await ctx.db.batch([
    noticesStatement(ctx.db, { userId, after, limit: limit + 1 }),
    ctx.db.prepare('SELECT count(*) AS unread FROM notifications WHERE user_id = ?1 AND read_at IS NULL').bind(userId),
  ]);
  const [counted] = (unread as D1Result<{ unread: number }>).results;
  return { ...cutPage(noticesOf(page as D1Result), limit), unread: counted?.unread ?? 0 };
};
