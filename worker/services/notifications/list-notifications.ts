import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { NotificationList } from '../../contract/notifications.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { notifications } from '../../db/schema.ts';

/** A page of a user's notifications, newest first, and how many of all he has not seen. @throws AppError malformed_cursor. */
export const listNotifications = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number },
): Promise<NotificationList> => {
  const { userId, limit } = input;
  const after = pageStart(input.cursor);
  const [rows, unread] = await ctx.orm.batch([
    ctx.orm
      .select({
        id: notifications.id,
        kind: notifications.kind,
        title: notifications.title,
        jobId: notifications.jobId,
        createdAt: notifications.createdAt,
        readAt: notifications.readAt,
      })
      .from(notifications)
      .where(
        and(
          eq(notifications.userId, userId),
          sql`(${notifications.createdAt}, ${notifications.id}) < (${after.createdAt}, ${after.id})`,
        ),
      )
      .orderBy(desc(notifications.createdAt), desc(notifications.id))
      .limit(limit + 1),
    ctx.orm
      .select({ unread: count() })
      .from(notifications)
      .where(and(eq(notifications.userId, userId), isNull(notifications.readAt))),
  ]);
  return { ...cutPage(rows, limit), unread: unread[0]?.unread ?? 0 };
};
