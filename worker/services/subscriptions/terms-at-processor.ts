import type { Context } from '../../context.ts';
import type { PlanChoice } from '../../contract/plans.ts';
import type { Currency, ProcessorId } from '../../contract/processors.ts';
import type { SubscriptionSeller } from '../../providers/payments.ts';

/** A plan to be sold, at its price. */
export type Terms = PlanChoice & { amountMinor: number; currency: Currency };

const READ_PLAN = `SELECT processor_plan_id AS id FROM processor_plans WHERE processor = ?1 AND account = ?2
  AND credits_per_month = ?3 AND period = ?4 AND currency = ?5 AND amount_minor = ?6`;

/**
 * The processor's own id of a plan. It is made once for each account of his and kept, since each call makes another; of
 * two that were made at once the first one kept is used. @throws ProviderError.
 */
export const planAtProcessor = async (
  ctx: Pick<Context, 'db'>,
  { processor, seller, terms }: { processor: ProcessorId; seller: SubscriptionSeller; terms: Terms },
  signal: AbortSignal,
): Promise<string> => {
  const { creditsPerMonth, period, currency, amountMinor } = terms;
  const key = [processor, seller.account, creditsPerMonth, period, currency, amountMinor];
  const read = () => ctx.db.prepare(READ_PLAN).bind(...key);
  const known = await read().first<string>('id');
  if (known !== null) return known;
  const name = `Pro, ${creditsPerMonth} credits a month, ${period}`;
  const made = await seller.createPlan({ name, period, money: { amountMinor, currency } }, signal);
  const [, kept] = await ctx.db.batch<{ id: string }>([
    ctx.db
      .prepare(
        `INSERT INTO processor_plans (processor, account, credits_per_month, period, currency, amount_minor,
            processor_plan_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING`,
      )
      .bind(...key, made),
    read(),
  ]);
  return kept?.results[0]?.id ?? made;
};

/** The processor's own id of a payer, kept like a plan; undefined for somebody without an address. @throws ProviderError. */
export const customerAtProcessor = async (
  ctx: Pick<Context, 'db'>,
  { processor, seller, userId }: { processor: ProcessorId; seller: SubscriptionSeller; userId: string },
  signal: AbortSignal,
): Promise<string | undefined> => {
  const key = [processor, seller.account, userId];
  const user = await ctx.db
    .prepare(
      `SELECT u.name, u.email, c.processor_customer_id AS customerId FROM users u LEFT JOIN processor_customers c
          ON c.user_id = u.id AND c.processor = ?1 AND c.account = ?2 WHERE u.id = ?3`,
    )
    .bind(...key)
    .first<{ name: string; email: string | null; customerId: string | null }>();
  if (user?.customerId) return user.customerId;
  if (!user?.email) return undefined;
  const customerId = await seller.createCustomer({ name: user.name, email: user.email }, signal);
  await ctx.db
    .prepare(
      `INSERT INTO processor_customers (processor, account, user_id, processor_customer_id) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO NOTHING`,
    )
    .bind(...key, customerId)
    .run();
  return customerId;
};

/**
 * Writes down that a subscription may be charged on these terms, before the processor hears of it: so that nothing can
 * come for it that nobody knows.
 */
export const keepTerms = async (
  ctx: Pick<Context, 'db' | 'clock'>,
  { subscriptionId, planId, terms }: { subscriptionId: string; planId: string; terms: Terms },
): Promise<void> => {
  const { creditsPerMonth, period, amountMinor } = terms;
  await ctx.db
    .prepare(
      `INSERT INTO subscription_terms (subscription_id, processor_plan_id, credits_per_month, period, amount_minor,
          created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING`,
    )
    .bind(subscriptionId, planId, creditsPerMonth, period, amountMinor, ctx.clock.now())
    .run();
};
