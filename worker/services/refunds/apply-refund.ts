import type { Context } from '../../context.ts';
import type { ProcessorId } from '../../contract/processors.ts';
import type { Refund } from '../../providers/payments.ts';
import type { EventVerdict } from '../payments/event-verdict.ts';
import { noteAnswer, toAnswer } from './note-answer.ts';

type PaymentFacts = { id: string; userId: string; amountMinor: number; currency: string };
type Known = { id: string; processorRefundId: string | null; amountMinor: number; status: string };
type Told = { processor: ProcessorId; payment: PaymentFacts; refund: Refund };

const DONE: EventVerdict = { status: 'done', why: null };
const unmatched = (why: string): EventVerdict => ({ status: 'unmatched', why });

const readKnown = async (ctx: Context, processor: ProcessorId, refund: Refund) => {
  const OF_PAYMENT = 'processor = ?1 AND processor_payment_id = ?2';
  const [payments, refunds] = await ctx.db.batch([
    ctx.db
      .prepare(`SELECT id, user_id AS userId, amount_minor AS amountMinor, currency FROM payments WHERE ${OF_PAYMENT}`)
      .bind(processor, refund.paymentId),
    ctx.db
      .prepare(
        `SELECT id, processor_refund_id AS processorRefundId, amount_minor AS amountMinor, status FROM refunds
          WHERE payment_id = (SELECT id FROM payments WHERE ${OF_PAYMENT}) ORDER BY created_at, id`,
      )
      .bind(processor, refund.paymentId),
  ]);
  return {
    payment: payments?.results[0] as PaymentFacts | undefined,
    known: (refunds?.results ?? []) as Known[],
  };
};

const isOpen = ({ status }: Known): boolean => status === 'asked' || status === 'pending';

const leftOf = (payment: PaymentFacts, known: readonly Known[]): number =>
  known.reduce(
    (left, { status, amountMinor }) => (status === 'failed' ? left : left - amountMinor),
    payment.amountMinor,
  );

/** One that was made in the processor's cabinet. Told twice at once, it is one row. @returns its id */
const writeDown = async (ctx: Context, { processor, payment, refund }: Told, amountMinor: number): Promise<string> => {
  const now = ctx.clock.now();
  const [, found] = await ctx.db.batch<{ id: string }>([
    ctx.db
      .prepare(
        `INSERT INTO refunds (id, payment_id, user_id, processor, processor_refund_id, amount_minor, currency, status,
            source, created_at, given_at, next_check_at)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'pending', 'processor', ?8, ?8, ?8
          WHERE NOT EXISTS (SELECT 1 FROM refunds WHERE processor = ?4 AND processor_refund_id = ?5)`,
      )
      .bind(ctx.ids.next(), payment.id, payment.userId, processor, refund.refundId, amountMinor, payment.currency, now),
    ctx.db
      .prepare('SELECT id FROM refunds WHERE processor = ?1 AND processor_refund_id = ?2')
      .bind(processor, refund.refundId),
  ]);
  const id = found?.results[0]?.id;
  if (id === undefined) throw new Error('a refund that was written down is not there');
  return id;
};

/** A refund that has an id there: ours, if it carries our reference or its id is known, or one that nobody here asked for. */
const applyOne = async (ctx: Context, told: Told, known: readonly Known[]): Promise<EventVerdict> => {
  const { refund, payment } = told;
  const ours = known.find(
    ({ id, processorRefundId }) => processorRefundId === refund.refundId || id === refund.reference,
  );
  const { amountMinor } = refund.money;
  if (ours && ours.amountMinor !== amountMinor)
    return unmatched(`${amountMinor} was given back, ${ours.amountMinor} was asked`);
  if (ours?.status === 'made' && refund.status === 'failed')
    return unmatched(`the refund ${ours.id} was made before it failed`);
  if (ours) {
    await noteAnswer(ctx, ours.id, toAnswer(refund));
    return DONE;
  }
  if (refund.status !== 'made') return { status: 'ignored', why: `nobody here knows of the refund ${refund.refundId}` };
  if (amountMinor > leftOf(payment, known)) {
    const why = `${amountMinor} was given back, more than was left`;
    return known.some(isOpen) ? { status: 'waiting', why } : unmatched(why);
  }
  await noteAnswer(ctx, await writeDown(ctx, told, amountMinor), toAnswer(refund));
  return DONE;
};

/**
 * A processor that knows no single refunds names one amount, and does not say whether it is of one part, of all parts or
 * of the payment. What fits only one reading is done; anything else would take credits by a guess, and is for a person.
 */
const applyTotal = async (ctx: Context, told: Told, known: readonly Known[]): Promise<EventVerdict> => {
  const { refund, payment } = told;
  const { amountMinor } = refund.money;
  const standing = known.filter(({ status }) => status !== 'failed');
  const isWhole = amountMinor === payment.amountMinor;
  if (isWhole && standing.length === 0) {
    await noteAnswer(ctx, await writeDown(ctx, told, amountMinor), toAnswer(refund));
    return DONE;
  }
  const made = { status: 'made', processorRefundId: null, failure: null } as const;
  const meant = isWhole && leftOf(payment, known) === 0 ? standing : partsOf(standing, amountMinor);
  for (const { id } of meant.filter(isOpen)) await noteAnswer(ctx, id, made);
  if (meant.length > 0) return DONE;
  const sum = payment.amountMinor - leftOf(payment, known);
  return unmatched(
    `${amountMinor} of ${payment.amountMinor} is told to be given back, and ${sum} is known of: look in the cabinet, and write down by hand what is missing`,
  );
};

/** The refund of exactly this amount: one whose end is not known yet, or else one that is made. */
const partsOf = (standing: readonly Known[], amountMinor: number): Known[] => {
  const same = standing.filter((one) => one.amountMinor === amountMinor);
  return (same.some(isOpen) ? same.filter(isOpen) : same).slice(0, 1);
};

/**
 * A refund that its processor tells of, made by us or in his cabinet. One that is heard before its payment waits for it
 * (F47). @throws AppError unavailable.
 */
export const applyRefund = async (ctx: Context, processor: ProcessorId, refund: Refund): Promise<EventVerdict> => {
  const { payment, known } = await readKnown(ctx, processor, refund);
  if (!payment) return { status: 'waiting', why: `there is no payment ${refund.paymentId} yet` };
  const { currency } = refund.money;
  if (currency !== payment.currency) return unmatched(`${currency} was given back, ${payment.currency} had come`);
  const told = { processor, payment, refund };
  const isApart = ctx.payments(processor)?.tellsRefundsApart ?? true;
  return isApart ? applyOne(ctx, told, known) : applyTotal(ctx, told, known);
};
