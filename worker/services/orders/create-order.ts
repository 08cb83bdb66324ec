import type { Context } from '../../context.ts';
import { centsOfCredits } from '../../contract/credit-price.ts';
import { PROCESSOR_TIMEOUT_MS } from '../../contract/limits.ts';
import type { CreateOrder, Order } from '../../contract/orders.ts';
import { AppError, unavailable } from '../../errors.ts';
import { findOrder } from './find-order.ts';
import { priceIn, processorOf } from './price-in.ts';

/** When an order that nobody has heard of is asked about first; see `checkOrders` for the times after it. */
const FIRST_CHECK_MS = 2 * 60_000;

type Wanted = CreateOrder & { userId: string };
type Standing = {
  id: string;
  credits: number;
  processor: string;
  currency: string;
  isOpen: number;
  email: string | null;
};

/**
 * Writes the order down before its processor hears of it, so that no payment can come that nobody knows; once for each
 * key of the client.
 */
const openOrder = async (ctx: Context, wanted: Wanted): Promise<Standing> => {
  const { userId, clientOrderId, processor, credits, currency } = wanted;
  const { isDemo } = processorOf(ctx, processor);
  const { amountMinor, minorPerUsd } = priceIn(ctx, { cents: centsOfCredits(credits), currency, processor });
  const [, found] = await ctx.db.batch<Standing>([
    ctx.db
      .prepare(
        `INSERT INTO orders (id, user_id, client_order_id, processor, credits, amount_minor, currency, minor_per_usd,
            is_demo, created_at) SELECT ?1, u.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM users u
          WHERE u.id = ?2 AND u.is_blocked = 0 ON CONFLICT (user_id, client_order_id) DO NOTHING`,
      )
      .bind(
        ...[ctx.ids.next(), userId, clientOrderId, processor, credits, amountMinor, currency, minorPerUsd],
        ...[isDemo ? 1 : 0, ctx.clock.now()],
      ),
    ctx.db
      .prepare(
        `SELECT o.id, o.credits, o.processor, o.currency, o.status <> 'created' AS isOpen, u.email
          FROM orders o JOIN users u ON u.id = o.user_id WHERE o.user_id = ?1 AND o.client_order_id = ?2`,
      )
      .bind(userId, clientOrderId),
  ]);
  const standing = found?.results[0];
  if (!standing) throw new AppError('account_blocked', 'This account is suspended.');
  const isSame = standing.credits === credits && standing.processor === processor && standing.currency === currency;
  if (!isSame) throw new AppError('idempotency_conflict', 'This id was used for another order.');
  return standing;
};

/**
 * Orders credits: the price is ours, fixed with its rate, and the processor is asked for a checkout. Asked again with the
 * same `clientOrderId`, it gives the same order; one whose processor did not answer is asked for anew.
 * @throws AppError validation_failed, idempotency_conflict, account_blocked, provider_unavailable, unavailable.
 */
export const createOrder = async (ctx: Context, wanted: Wanted): Promise<Order> => {
  const { userId } = wanted;
  const standing = await openOrder(ctx, wanted);
  const order = await findOrder(ctx, { orderId: standing.id, userId });
  if (standing.isOpen) return order;
  const { id, processor: processorId, amountMinor, currency, credits } = order;
  const created = await processorOf(ctx, processorId)
    .createOrder(
      {
        reference: id,
        money: { amountMinor, currency },
        description: `${credits} credits`,
        email: standing.email ?? undefined,
        returnUrl: `${ctx.config.appOrigin}/api/orders/${id}/return`,
        webhookUrl: `${ctx.config.appOrigin}/api/${processorId}/webhook`,
      },
      AbortSignal.timeout(PROCESSOR_TIMEOUT_MS),
    )
    .catch((error: unknown) => {
      ctx.log.error('order_not_created', error, { orderId: id, processor: processorId });
      throw unavailable('The payment could not be prepared. Nothing was ordered; please try again.');
    });
  // Two at once may both have asked: the first one's answer stands, and only by that can anybody pay.
  await ctx.db
    .prepare(
      `UPDATE orders SET processor_order_id = ?2, checkout = ?3, status = 'open', next_check_at = ?4
        WHERE id = ?1 AND status = 'created'`,
    )
    .bind(id, created.orderId, JSON.stringify(created.checkout), ctx.clock.now() + FIRST_CHECK_MS)
    .run();
  return findOrder(ctx, { orderId: id, userId });
};
