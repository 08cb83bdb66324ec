import type { Currency, ProcessorId } from '../contract/processors.ts';

/** Who sells, and the tax that is in every price, if one is: `rateBp` in hundredths of a percent. */
export type Seller = {
  name: string;
  address: string;
  taxId: string;
  tax: { label: string; rateBp: number } | null;
};

/** A payment that gives credits, to be written down with the ledger row that it gives. Times in unix ms. */
export type PaymentInsert = {
  id: string;
  processor: ProcessorId;
  processorPaymentId: string;
  /** Either an order, which it pays, or a subscription, of which it pays a cycle. */
  orderId: string | null;
  subscriptionId: string | null;
  /** What the order becomes by it. */
  orderStatus: 'paid' | 'underpaid' | null;
  amountMinor: number;
  currency: Currency;
  minorPerUsd: number;
  isDemo: boolean;
  periodStartAt: number | null;
  periodEndAt: number | null;
  /** Who sells, as the receipt names him for good. */
  seller: Seller;
};
export type PaymentRow = PaymentInsert & { userId: string; ledgerId: string; credits: number; createdAt: number };

/** A refund whose money is back with the payer, and what its ledger row took. */
export type RefundMade = {
  refundId: string;
  userId: string;
  ledgerId: string;
  takenCredits: number;
  owedCredits: number;
  at: number;
};

/** Credits that a ledger row took for a debt. */
export type DebtClearing = { refundId: string; ledgerId: string; credits: number };

const IF_POSTED = `EXISTS (SELECT 1 FROM credit_ledger l WHERE l.id = r.value->>'ledgerId')`;

// Receipts are numbered here and nowhere else, in the one writer's batches, so that none is left out.
const INSERT_PAYMENTS = `
  INSERT INTO payments (id, user_id, processor, processor_payment_id, order_id, subscription_id, amount_minor, currency,
    minor_per_usd, credits, ledger_id, receipt_number, is_demo, period_start_at, period_end_at, created_at)
  SELECT value->>'id', value->>'userId', value->>'processor', value->>'processorPaymentId', value->>'orderId',
    value->>'subscriptionId', value->>'amountMinor', value->>'currency', value->>'minorPerUsd', value->>'credits',
    value->>'ledgerId', (SELECT COALESCE(MAX(receipt_number), 0) FROM payments) + ROW_NUMBER() OVER (ORDER BY r.key),
    value->>'isDemo', value->>'periodStartAt', value->>'periodEndAt', value->>'createdAt'
  FROM json_each(?1) r WHERE ${IF_POSTED}`;

// The buyer as he wishes to be named at this moment; what he changes later is for receipts to come.
const INSERT_RECEIPTS = `
  INSERT INTO receipts (payment_id, user_id, buyer_name, buyer_email, buyer_address, buyer_tax_id, seller_name,
    seller_address, seller_tax_id, tax_label, tax_rate_bp, created_at)
  SELECT p.id, u.id, COALESCE(NULLIF(b.name, ''), u.name), u.email, b.address, b.tax_id, r.value->'seller'->>'name',
    r.value->'seller'->>'address', r.value->'seller'->>'taxId', r.value->'seller'->'tax'->>'label',
    r.value->'seller'->'tax'->>'rateBp', p.created_at
  FROM json_each(?1) r JOIN payments p ON p.id = r.value->>'id' JOIN users u ON u.id = p.user_id
    LEFT JOIN billing_details b ON b.user_id = u.id`;

const PAY_ORDERS = `
  UPDATE orders SET status = p.status, paid_at = p.at, next_check_at = NULL
  FROM (SELECT r.value->>'orderId' AS order_id, r.value->>'orderStatus' AS status, r.value->>'createdAt' AS at
    FROM json_each(?1) r WHERE r.value->>'orderId' IS NOT NULL AND ${IF_POSTED}) AS p
  WHERE orders.id = p.order_id`;

const NOTICES = `FROM json_each(?1) r JOIN users u ON u.id = r.value->>'userId'
  JOIN payments p ON p.id = r.value->>'id' WHERE p.ledger_id = r.value->>'ledgerId'`;

const TELL_PAYERS = `
  INSERT INTO notifications (id, user_id, kind, title, created_at)
  SELECT p.id, u.id, 'payment_received', p.credits || ' credits were added.', p.created_at ${NOTICES}`;

const MAIL_PAYERS = `
  INSERT INTO outgoing_mails (id, user_id, recipient, kind, params, next_try_at, created_at)
  SELECT p.id, u.id, u.email, 'payment_received', json_object('paymentId', p.id, 'credits', p.credits,
    'amountMinor', p.amount_minor, 'currency', p.currency, 'receiptNumber', p.receipt_number), p.created_at, p.created_at
  ${NOTICES} AND u.email IS NOT NULL`;

// Of a refund one may have heard before its payment, and may have given up on it by now.
const WAKE_REFUNDS = `
  UPDATE payment_events SET status = 'waiting', next_try_at = 0, handled_at = NULL WHERE id IN (
    SELECT e.id FROM json_each(?1) r JOIN payment_events e ON e.processor = r.value->>'processor'
      AND e.kind = 'refund' AND e.status IN ('waiting', 'unmatched')
    WHERE e.body->'refund'->>'paymentId' = r.value->>'processorPaymentId' AND ${IF_POSTED})`;

const MAKE_REFUNDS = `
  UPDATE refunds SET status = 'made', taken_credits = m.taken, owed_credits = m.owed, ledger_id = m.ledger_id, made_at = m.at
  FROM (SELECT r.value->>'refundId' AS id, r.value->>'takenCredits' AS taken, r.value->>'owedCredits' AS owed,
    r.value->>'ledgerId' AS ledger_id, r.value->>'at' AS at FROM json_each(?1) r WHERE ${IF_POSTED}) AS m
  WHERE refunds.id = m.id AND refunds.status <> 'made'`;

/** SQL: how much of their payments refunds gave back, summed anew. `?1` is a JSON array of objects with a `refundId`. */
export const SUM_REFUNDED = `
  UPDATE payments SET refunded_minor = (SELECT COALESCE(SUM(f.amount_minor), 0) FROM refunds f
    WHERE f.payment_id = payments.id AND f.status = 'made')
  WHERE id IN (SELECT f.payment_id FROM json_each(?1) r JOIN refunds f ON f.id = r.value->>'refundId')`;

const INSERT_DEBTS = `
  INSERT INTO credit_debts (refund_id, user_id, owed_credits, created_at)
  SELECT value->>'refundId', value->>'userId', value->>'owedCredits', value->>'at'
  FROM json_each(?1) r WHERE value->>'owedCredits' > 0 AND ${IF_POSTED}`;

/** SQL: the notice and the mail of refunds that are made; to be followed by `FROM` and a condition on `f`. */
export const REFUND_NOTICE = `
  INSERT INTO notifications (id, user_id, kind, title, created_at)
  SELECT f.id, f.user_id, 'payment_refunded', 'A payment was given back.', f.made_at`;
export const REFUND_MAIL = `
  INSERT INTO outgoing_mails (id, user_id, recipient, kind, params, next_try_at, created_at)
  SELECT f.id, u.id, u.email, 'payment_refunded', json_object('paymentId', f.payment_id, 'credits', f.taken_credits,
    'owedCredits', f.owed_credits, 'amountMinor', f.amount_minor, 'currency', f.currency), f.made_at, f.made_at`;

const FROM_RETURNS = `FROM json_each(?1) r JOIN refunds f ON f.id = r.value->>'refundId' AND f.ledger_id = r.value->>'ledgerId'`;
const TELL_REFUNDED = `${REFUND_NOTICE} ${FROM_RETURNS}`;
const MAIL_REFUNDED = `${REFUND_MAIL} ${FROM_RETURNS} JOIN users u ON u.id = f.user_id WHERE u.email IS NOT NULL`;

const CLEAR_DEBTS = `
  UPDATE credit_debts SET cleared_credits = cleared_credits + c.credits
  FROM (SELECT r.value->>'refundId' AS refund_id, SUM(r.value->>'credits') AS credits FROM json_each(?1) r
    WHERE ${IF_POSTED} GROUP BY 1) AS c
  WHERE credit_debts.refund_id = c.refund_id`;

type Facts = { payments: PaymentRow[]; returns: RefundMade[]; clearings: DebtClearing[] };

/** What goes with a group's ledger rows where money came or was given back; to be run after the rows themselves. */
export const paymentStatements = (db: D1Database, postings: readonly Facts[]): D1PreparedStatement[] => {
  const run = (facts: readonly unknown[], sql: readonly string[]) =>
    facts.length === 0 ? [] : sql.map((one) => db.prepare(one).bind(JSON.stringify(facts)));
  const payments = postings.flatMap((posting) => posting.payments);
  const returns = postings.flatMap((posting) => posting.returns);
  const clearings = postings.flatMap((posting) => posting.clearings);
  return [
    ...run(payments, [INSERT_PAYMENTS, INSERT_RECEIPTS, PAY_ORDERS, TELL_PAYERS, MAIL_PAYERS, WAKE_REFUNDS]),
    ...run(returns, [MAKE_REFUNDS, SUM_REFUNDED, INSERT_DEBTS, TELL_REFUNDED, MAIL_REFUNDED]),
    ...run(clearings, [CLEAR_DEBTS]),
  ];
};
