import type { Context } from '../../context.ts';
import type { Order } from '../../contract/orders.ts';
import { AppError } from '../../errors.ts';
import { type OrderRow, SELECT_ORDERS, toOrder } from './order-row.ts';

/** A user's own order. @throws AppError not_found. */
export const findOrder = async (
  ctx: Pick<Context, 'db'>,
  { orderId, userId }: { orderId: string; userId: string },
): Promise<Order> => {
  const row = await ctx.db
    .prepare(`${SELECT_ORDERS} WHERE o.id = ?1 AND o.user_id = ?2`)
    .bind(orderId, userId)
    .first<OrderRow>();
  if (!row) throw new AppError('not_found', 'There is no such order.');
  return toOrder(row);
};
