import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { verifyOrder } from './verify-order.ts';

/**
 * A payer's browser was sent back by the processor, with a form and perhaps without its session. What the form proves is
 * credited; whatever comes of it, the browser goes on to its order, where the rest is seen.
 * @returns where it goes on.
 */
export const returnFromCheckout = async (
  ctx: Context,
  { orderId, fields }: { orderId: string; fields: Readonly<Record<string, string>> },
): Promise<string> => {
  const owner = await ctx.db
    .prepare('SELECT user_id AS userId FROM orders WHERE id = ?1')
    .bind(orderId)
    .first<{ userId: string }>();
  if (!owner) return '/studio/credits';
  try {
    if (Object.keys(fields).length > 0) await verifyOrder(ctx, { orderId, userId: owner.userId, fields });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.event('return_not_verified', { orderId, code: error.code });
  }
  return `/studio/credits/orders/${orderId}`;
};
