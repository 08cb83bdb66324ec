import type { BookName } from '../../contract/admin-books.ts';

/**
 * One list of the operators' books in SQL. `time` and `id` are the order it stands in, newest first; `columns` are what
 * its rows and its CSV hold. A filter is a column that equals, or a condition for each of its values.
 */
export type Book = {
  from: string;
  where?: string;
  time: string;
  id: string;
  columns: Readonly<Record<string, string>>;
  filters: Partial<Record<'user' | 'processor' | 'demo' | 'status', string | Readonly<Record<string, string>>>>;
  /** Columns that are 0 or 1. */
  flags?: readonly string[];
  /** A column of JSON, told as plain facts. */
  facts?: string;
};

const USER = { userId: 'u.id', userName: 'u.name', userEmail: 'u.email' };
const ADMIN = { adminId: 'a.id', adminName: 'a.name', adminEmail: 'a.email' };
const AMOUNT = (t: string) => ({ amountMinor: `${t}.amount_minor`, currency: `${t}.currency` });

/** Every list by its name. */
export const BOOKS: Readonly<Record<BookName, Book>> = {
  orders: {
    from: `orders o JOIN users u ON u.id = o.user_id
      LEFT JOIN payments p ON p.order_id = o.id AND p.ledger_id IS NOT NULL`,
    time: 'o.created_at',
    id: 'o.id',
    columns: {
      ...USER,
      processor: 'o.processor',
      processorOrderId: 'o.processor_order_id',
      status: 'o.status',
      credits: 'o.credits',
      ...AMOUNT('o'),
      minorPerUsd: 'o.minor_per_usd',
      isDemo: 'o.is_demo',
      paidAt: 'o.paid_at',
      paymentId: 'p.id',
      receivedCredits: 'COALESCE(p.credits, 0)',
    },
    filters: { user: 'o.user_id', processor: 'o.processor', demo: 'o.is_demo', status: 'o.status' },
    flags: ['isDemo'],
  },
  payments: {
    from: 'payments p JOIN users u ON u.id = p.user_id',
    time: 'p.created_at',
    id: 'p.id',
    columns: {
      ...USER,
      processor: 'p.processor',
      processorPaymentId: 'p.processor_payment_id',
      status: `iif(p.refunded_minor = 0, iif(p.ledger_id IS NULL, 'surplus', 'credited'),
        iif(p.refunded_minor = p.amount_minor, 'refunded', 'partly_refunded'))`,
      orderId: 'p.order_id',
      subscriptionId: 'p.subscription_id',
      ...AMOUNT('p'),
      minorPerUsd: 'p.minor_per_usd',
      refundedMinor: 'p.refunded_minor',
      credits: 'p.credits',
      receiptNumber: 'p.receipt_number',
      isDemo: 'p.is_demo',
      periodStartAt: 'p.period_start_at',
      periodEndAt: 'p.period_end_at',
    },
    filters: {
      user: 'p.user_id',
      processor: 'p.processor',
      demo: 'p.is_demo',
      status: {
        credited: 'p.ledger_id IS NOT NULL AND p.refunded_minor = 0',
        surplus: 'p.ledger_id IS NULL AND p.refunded_minor = 0',
        refunded: 'p.refunded_minor > 0 AND p.refunded_minor = p.amount_minor',
        partly_refunded: 'p.refunded_minor > 0 AND p.refunded_minor < p.amount_minor',
      },
    },
    flags: ['isDemo'],
  },
  subscriptions: {
    from: 'subscriptions s JOIN users u ON u.id = s.user_id',
    time: 's.created_at',
    id: 's.id',
    columns: {
      ...USER,
      processor: 's.processor',
      processorSubscriptionId: 's.processor_subscription_id',
      status: 's.status',
      creditsPerMonth: 's.credits_per_month',
      period: 's.period',
      ...AMOUNT('s'),
      minorPerUsd: 's.minor_per_usd',
      isDemo: 's.is_demo',
      paidCycles: 's.paid_cycles',
      periodEndAt: 's.period_end_at',
      nextChargeAt: 's.next_charge_at',
      cancelsAtEnd: 's.cancels_at_end',
      nextCreditsPerMonth: 's.next_credits_per_month',
      endedAt: 's.ended_at',
    },
    filters: { user: 's.user_id', demo: 's.is_demo', status: 's.status' },
    flags: ['isDemo', 'cancelsAtEnd'],
  },
  refunds: {
    from: `refunds r JOIN users u ON u.id = r.user_id JOIN payments p ON p.id = r.payment_id
      LEFT JOIN users a ON a.id = r.admin_id LEFT JOIN credit_debts d ON d.refund_id = r.id`,
    time: 'r.created_at',
    id: 'r.id',
    columns: {
      ...USER,
      processor: 'r.processor',
      processorRefundId: 'r.processor_refund_id',
      paymentId: 'r.payment_id',
      status: 'r.status',
      ...AMOUNT('r'),
      isDemo: 'p.is_demo',
      takenCredits: 'r.taken_credits',
      owedCredits: 'r.owed_credits',
      clearedCredits: 'COALESCE(d.cleared_credits, 0)',
      ...ADMIN,
      reason: 'r.reason',
      madeAt: 'r.made_at',
    },
    filters: { user: 'r.user_id', processor: 'r.processor', demo: 'p.is_demo', status: 'r.status' },
    flags: ['isDemo'],
  },
  'payment-events': {
    from: 'payment_events e',
    time: 'e.received_at',
    id: 'e.id',
    columns: {
      processor: 'e.processor',
      eventId: 'e.event_id',
      kind: 'e.kind',
      status: 'e.status',
      why: 'e.why',
      attempts: 'e.attempts',
      occurredAt: 'e.occurred_at',
      handledAt: 'e.handled_at',
      facts: 'e.body',
    },
    filters: { processor: 'e.processor', status: 'e.status' },
    facts: 'facts',
  },
  given: {
    from: 'credit_ledger l JOIN users u ON u.id = l.user_id LEFT JOIN users a ON a.id = l.admin_id',
    where: `l.kind IN ('gift', 'adjustment')`,
    time: 'l.created_at',
    id: 'l.id',
    columns: {
      ...USER,
      kind: 'l.kind',
      changeCredits: 'l.change_credits',
      balanceAfterCredits: 'l.balance_after_credits',
      ...ADMIN,
      reason: 'l.reason',
    },
    filters: { user: 'l.user_id', status: 'l.kind' },
  },
  'failed-jobs': {
    from: `jobs j JOIN users u ON u.id = j.user_id
      LEFT JOIN credit_ledger l ON l.job_id = j.id AND l.kind = 'refund'`,
    where: `j.status IN ('failed', 'expired')`,
    time: 'j.completed_at',
    id: 'j.id',
    columns: {
      ...USER,
      module: 'j.module',
      modelId: 'j.model_id',
      provider: '(SELECT c.provider FROM provider_calls c WHERE c.job_id = j.id ORDER BY c.started_at DESC LIMIT 1)',
      status: 'j.status',
      errorCode: 'j.error_code',
      errorMessage: 'j.error_message',
      attempts: 'j.attempts',
      costCredits: 'j.cost_credits',
      returnedCredits: 'COALESCE(l.change_credits, 0)',
      orderedAt: 'j.created_at',
      isDemo: 'j.demo',
    },
    filters: { user: 'j.user_id', status: 'j.status' },
    flags: ['isDemo'],
  },
  alerts: {
    from: 'admin_events e LEFT JOIN users a ON a.id = e.seen_by',
    time: 'e.created_at',
    id: 'e.id',
    columns: { kind: 'e.kind', facts: 'e.detail', seenAt: 'e.seen_at', ...ADMIN },
    filters: { status: { unseen: 'e.seen_at IS NULL', seen: 'e.seen_at IS NOT NULL' } },
    facts: 'facts',
  },
  'enterprise-requests': {
    from: 'enterprise_requests r JOIN users u ON u.id = r.user_id LEFT JOIN users a ON a.id = r.handled_by',
    time: 'r.created_at',
    id: 'r.id',
    columns: {
      ...USER,
      company: 'r.company',
      creditsPerMonth: 'r.credits_per_month',
      message: 'r.message',
      status: 'r.status',
      note: 'r.note',
      ...ADMIN,
      handledAt: 'r.handled_at',
    },
    filters: { user: 'r.user_id', status: 'r.status' },
  },
};
