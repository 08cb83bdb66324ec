import type { Context } from '../../context.ts';
import { creditsOfCycle } from '../../contract/plans.ts';
import type { PaymentInsert } from '../../db/payment-posting.ts';
import { unavailable } from '../../errors.ts';
import type { CyclePayment } from '../../providers/payments.ts';
import { noteSurplus, type PaymentOutcome } from '../payments/note-surplus.ts';
import { tellPurchase } from '../payments/tell-purchase.ts';
import type { KnownSubscription, KnownTerms } from './known-subscription.ts';

type Charge = { known: KnownSubscription; eventId: string } & CyclePayment;

/** On which terms the payment is; or what does not fit between the two. */
const matchTerms = ({ known, payment }: Charge): { terms: KnownTerms } | { why: string } => {
  const { money, reference } = payment;
  if (reference !== null && reference !== known.id) return { why: `the payment names the subscription ${reference}` };
  if (money.currency !== known.currency) return { why: `${money.currency} came, ${known.currency} was asked` };
  const terms = known.terms.find(({ amountMinor }) => amountMinor === money.amountMinor);
  return terms ? { terms } : { why: `${money.amountMinor} came for ${known.id}, which no size of it costs` };
};

type Standing = { paymentId: string; amountMinor: number; isCycle: number };

/** What is in the books already: this payment, or another one of the same cycle. */
const findStanding = async (ctx: Context, { known, payment, periodStartAt }: Charge): Promise<Standing[]> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT p.processor_payment_id AS paymentId, p.amount_minor AS amountMinor, p.ledger_id IS NOT NULL AS isCycle
        FROM payments p WHERE (p.processor = ?1 AND p.processor_payment_id = ?2)
          OR (p.subscription_id = ?3 AND p.period_start_at = ?4 AND p.ledger_id IS NOT NULL)`,
    )
    .bind(known.processor, payment.paymentId, known.id, periodStartAt)
    .all<Standing>();
  return results;
};

const noteOf = (ctx: Context, { known, ...told }: Charge, why: string): Promise<PaymentOutcome> => {
  const { id: subscriptionId, userId, processor, currency, minorPerUsd, isDemo } = known;
  const terms = { userId, processor, currency, minorPerUsd, isDemo };
  return noteSurplus(ctx, { ...told, ...terms, orderId: null, subscriptionId, why });
};

/** What becomes of a payment that does not begin a cycle; undefined for one that does. */
const notBeginning = async (ctx: Context, charge: Charge): Promise<PaymentOutcome | undefined> => {
  const { known, payment } = charge;
  const standing = await findStanding(ctx, charge);
  const same = standing.find((one) => one.paymentId === payment.paymentId);
  if (same && same.amountMinor !== payment.money.amountMinor)
    return { outcome: 'unmatched', why: `${payment.money.amountMinor} has come, ${same.amountMinor} was credited` };
  if (same?.isCycle === 1) return { outcome: 'known' };
  const other = standing.find(({ isCycle }) => isCycle === 1);
  if (other)
    return noteOf(
      ctx,
      charge,
      `this cycle of ${known.id} was paid before, by ${other.paymentId}: it is to be given back`,
    );
  if (known.isGone === 1)
    return noteOf(ctx, charge, `the account of ${known.id} is deleted: this payment is to be given back`);
  return undefined;
};

/**
 * Credits a cycle that was paid for, once however it is heard of: the ledger row, the payment and the receipt's number
 * are one commit. The size is that of the amount that came, of those that this subscription was sold with: so the first
 * payment after a change is of the new one, and one that is late is of the old. What does not fit gives nothing;
 * what has come a second time, or for somebody who is gone, is written down to be given back.
 * @throws AppError unavailable where it is not certain what was done: it is to be told again.
 */
export const creditCycle = async (ctx: Context, charge: Charge): Promise<PaymentOutcome> => {
  const { known, payment, periodStartAt, periodEndAt } = charge;
  const matched = matchTerms(charge);
  if ('why' in matched) return { outcome: 'unmatched', why: matched.why };
  const other = await notBeginning(ctx, charge);
  if (other) return other;
  const { id: subscriptionId, userId, processor, currency, minorPerUsd } = known;
  const credits = creditsOfCycle(matched.terms);
  const row: PaymentInsert = {
    ...{ id: ctx.ids.next(), processor, processorPaymentId: payment.paymentId, orderId: null, subscriptionId },
    ...{ orderStatus: null, amountMinor: payment.money.amountMinor, currency, minorPerUsd },
    ...{ isDemo: known.isDemo === 1, periodStartAt, periodEndAt },
    seller: ctx.config.seller,
  };
  const granted = await ctx.account(userId).grant(userId, {
    id: `cycle-${payment.paymentId}`,
    grantKind: 'subscription_grant',
    changeCredits: credits,
    provider: processor,
    orderId: payment.paymentId,
    payment: row,
    account: null,
  });
  if (!granted.ok) throw unavailable('The payment could not be credited just now.');
  if (granted.repeated) return { outcome: 'known' };
  await tellPurchase(ctx, { ...row, userId, credits });
  return { outcome: 'credited', credits };
};
