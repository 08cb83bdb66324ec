import type { Context } from '../../context.ts';
import type { Subscription } from '../../contract/plans.ts';
import { AppError } from '../../errors.ts';
import { LIVE, SELECT_SUBSCRIPTIONS, type SubscriptionRow, toSubscription } from './subscription-row.ts';

type Named = { subscriptionId: string; userId: string };

/** A user's own subscription, as it is kept. @throws AppError not_found. */
export const findSubscriptionRow = async (
  ctx: Pick<Context, 'db'>,
  { subscriptionId, userId }: Named,
): Promise<SubscriptionRow> => {
  const row = await ctx.db
    .prepare(`${SELECT_SUBSCRIPTIONS} WHERE s.id = ?1 AND s.user_id = ?2`)
    .bind(subscriptionId, userId)
    .first<SubscriptionRow>();
  if (!row) throw new AppError('not_found', 'There is no such subscription.');
  return row;
};

/** A user's own subscription, as he sees it. @throws AppError not_found. */
export const findSubscription = async (ctx: Pick<Context, 'db'>, named: Named): Promise<Subscription> =>
  toSubscription(await findSubscriptionRow(ctx, named));

/** The subscription that counts for a user: the live one, else the last that was begun, else the last; or none. */
export const readCurrent = async (
  ctx: Pick<Context, 'db'>,
  userId: string,
): Promise<{ subscription: Subscription | null }> => {
  const row = await ctx.db
    .prepare(
      `${SELECT_SUBSCRIPTIONS} WHERE s.user_id = ?1 AND s.status <> 'opening'
        ORDER BY s.status IN ${LIVE} DESC, s.paid_cycles > 0 DESC, s.created_at DESC LIMIT 1`,
    )
    .bind(userId)
    .first<SubscriptionRow>();
  return { subscription: row && toSubscription(row) };
};
