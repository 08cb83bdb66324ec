import { env } from 'cloudflare:workers';
import type { PlanChoice, Subscription } from '../../worker/contract/plans.ts';
import type { Currency } from '../../worker/contract/processors.ts';
import { createSubscription } from '../../worker/services/subscriptions/create-subscription.ts';
import { readCurrent } from '../../worker/services/subscriptions/find-subscription.ts';
import { chooseAtRazorpay, deliverWebhook, listWebhooks, renewAtRazorpay, shopContext } from './payments.ts';
import { createUser, type TestUser } from './users.ts';

export const SMALL: PlanChoice = { creditsPerMonth: 1_000, period: 'monthly' };

/** Opens a subscription as the page does, for a shop at `SHOP`. */
export const openPlan = (
  { userId }: TestUser,
  { currency = 'USD', ...choice }: PlanChoice & { currency?: Currency } = SMALL,
): Promise<Subscription> => {
  const wish = choice as Parameters<typeof createSubscription>[1];
  return createSubscription(shopContext(), { ...wish, userId, currency, clientSubscriptionId: crypto.randomUUID() });
};

/** The processor's own id of it. */
export const processorIdOf = async ({ id }: Pick<Subscription, 'id'>): Promise<string> => {
  const sql = 'SELECT processor_subscription_id AS id FROM subscriptions WHERE id = ?1';
  return (await env.DB.prepare(sql).bind(id).first<string>('id')) ?? '';
};

/** The processor's own id of the plan that it was sold with first. */
export const planIdOf = async ({ id }: Pick<Subscription, 'id'>): Promise<string> => {
  const sql =
    'SELECT processor_plan_id AS id FROM subscription_terms WHERE subscription_id = ?1 ORDER BY created_at LIMIT 1';
  return (await env.DB.prepare(sql).bind(id).first<string>('id')) ?? '';
};

export const beginAtRazorpay = ({ checkout }: Subscription, outcome: 'pay' | 'fail' = 'pay') => {
  if (checkout === null) throw new Error('this plan cannot be begun');
  return chooseAtRazorpay(checkout, outcome);
};

/** What was told of it since so many messages, told to the product. @returns how many there are now. */
export const deliverSince = async (subscription: Subscription, seen: number): Promise<number> => {
  const processorId = await processorIdOf(subscription);
  for (;;) {
    const webhooks = await listWebhooks(processorId);
    if (webhooks.length > seen) {
      for (const webhook of webhooks.slice(seen)) await (await deliverWebhook(webhook)).body?.cancel();
      return webhooks.length;
    }
    await new Promise((ready) => setTimeout(ready, 20));
  }
};

/** Somebody with a plan that is paid and told of. `renew` lets its cycle end and tells of what comes. */
export const subscribed = async (choice: PlanChoice & { currency?: Currency } = SMALL) => {
  const user = await createUser({ credits: 0, email: `${crypto.randomUUID()}@example.com` });
  const opened = await openPlan(user, choice);
  await beginAtRazorpay(opened);
  let seen = await deliverSince(opened, 0);
  const processorId = await processorIdOf(opened);
  const renew = async (outcome: 'pay' | 'fail' = 'pay'): Promise<void> => {
    await renewAtRazorpay(processorId, outcome);
    seen = await deliverSince(opened, seen);
  };
  return { user, opened, processorId, renew };
};

export const currentOf = async ({ userId }: TestUser): Promise<Subscription> => {
  const { subscription } = await readCurrent({ db: env.DB }, userId);
  if (!subscription) throw new Error('he has no plan');
  return subscription;
};

/** Role and plan, as the database has them. */
export const standingOf = async ({ userId }: TestUser): Promise<string> => {
  const sql = `SELECT role || ' ' || plan AS standing FROM users WHERE id = ?1`;
  return (await env.DB.prepare(sql).bind(userId).first<string>('standing')) ?? '';
};
