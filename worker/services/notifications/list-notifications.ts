import { and, count, desc, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { NotificationList } from '../../contract/users.ts';
import { notifications } from '../../db/schema.ts';

/** The bell shows this many. */
const BELL_MAX_ITEMS = 20;

/** The latest notifications of a user and how many he has not seen. */
export const listNotifications = async (ctx: Context, userId: string): Promise<NotificationList> => {
  const [items, unread] = await ctx.orm.batch([
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
      .where(eq(notifications.userId, userId))
      .orderBy(desc(notifications.createdAt), desc(notifications.id))
      .limit(BELL_MAX_ITEMS),
    ctx.orm
      .select({ unread: count() })
      .from(notifications)
      .where(and(eq(notifications.userId, userId), isNull(notifications.readAt))),
  ]);
  return { items, unread: unread[0]?.unread ?? 0 };
};

/** Marks everything in the bell as seen. */
export const readNotifications = async (ctx: Context, userId: string): Promise<void> => {
  await ctx.orm
    .update(notifications)
    .set({ readAt: ctx.clock.now() })
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)));
};
