import type { Context } from '../../context.ts';
import type { Order } from '../../contract/orders.ts';
import { cutPage, pageStart } from '../../cursor.ts';
import { type OrderRow, SELECT_ORDERS, toOrder } from './order-row.ts';

/** A page of a user's own orders, newest first. @throws AppError malformed_cursor. */
export const listOrders = async (
  ctx: Pick<Context, 'db'>,
  { userId, cursor, limit }: { userId: string; cursor?: string | undefined; limit: number },
): Promise<{ items: Order[]; nextCursor: string | null }> => {
  const { createdAt, id } = pageStart(cursor);
  const { results } = await ctx.db
    .prepare(
      `${SELECT_ORDERS} WHERE o.user_id = ?1 AND (o.created_at, o.id) < (?2, ?3)
        ORDER BY o.created_at DESC, o.id DESC LIMIT ?4`,
    )
    .bind(userId, createdAt, id, limit + 1)
    .all<OrderRow>();
  return cutPage(results.map(toOrder), limit);
};
