import { z } from 'zod';
import { namedUserSchema, reasonSchema } from './admin.ts';
import { OPEN_COUNT_MAX } from './limits.ts';
import { moduleSchema } from './modules.ts';
import { ledgerKindSchema } from './money.ts';
import {
  ALERT_STATES,
  EVENT_STATUSES,
  FAILED_STATUSES,
  GIVEN_KINDS,
  ORDER_STATUSES,
  PAYMENT_STATES,
  REFUND_STATUSES,
  REQUEST_STATUSES,
  SUBSCRIPTION_STATES,
} from './money-states.ts';
import { currencySchema, processorSchema } from './processors.ts';

const statusOf = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values);
const moment = z.int();
const minor = z.int().nonnegative();
const demo = z.boolean().meta({ description: 'Played by the sandbox: no real money moved.' });

/** What every row has. `createdAt` is the time that its list is in the order of. */
const row = { id: z.string(), createdAt: moment };
const owned = { ...row, user: namedUserSchema };
const priced = { amountMinor: minor, currency: currencySchema, isDemo: demo };

export const bookOrderSchema = z
  .strictObject({
    ...owned,
    ...priced,
    processor: processorSchema,
    processorOrderId: z.string().nullable(),
    status: statusOf(ORDER_STATUSES),
    credits: z.int(),
    minorPerUsd: z.int(),
    paidAt: moment.nullable(),
    paymentId: z.string().nullable(),
    receivedCredits: z.int(),
  })
  .meta({ id: 'BookOrder' });

export const bookPaymentSchema = z
  .strictObject({
    ...owned,
    ...priced,
    processor: processorSchema,
    processorPaymentId: z.string(),
    status: statusOf(PAYMENT_STATES),
    orderId: z.string().nullable(),
    subscriptionId: z.string().nullable(),
    minorPerUsd: z.int(),
    refundedMinor: minor,
    credits: z.int(),
    receiptNumber: z.int().nullable(),
    periodStartAt: moment.nullable(),
    periodEndAt: moment.nullable(),
  })
  .meta({ id: 'BookPayment' });

export const bookSubscriptionSchema = z
  .strictObject({
    ...owned,
    ...priced,
    processor: processorSchema,
    processorSubscriptionId: z.string().nullable(),
    status: statusOf(SUBSCRIPTION_STATES),
    creditsPerMonth: z.int(),
    period: z.enum(['monthly', 'yearly']),
    minorPerUsd: z.int(),
    paidCycles: z.int(),
    periodEndAt: moment.nullable(),
    nextChargeAt: moment.nullable(),
    cancelsAtEnd: z.boolean(),
    nextCreditsPerMonth: z.int().nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'BookSubscription' });

export const bookRefundSchema = z
  .strictObject({
    ...owned,
    ...priced,
    processor: processorSchema,
    processorRefundId: z.string().nullable(),
    paymentId: z.string(),
    status: statusOf(REFUND_STATUSES),
    takenCredits: z.int().nullable(),
    owedCredits: z.int().nullable(),
    clearedCredits: z.int().meta({ description: 'Of what was owed, by credits that came later.' }),
    admin: namedUserSchema.nullable(),
    reason: z.string().nullable(),
    madeAt: moment.nullable(),
  })
  .meta({ id: 'BookRefund' });

/** Something that a processor told, as it was understood. */
export const bookEventSchema = z
  .strictObject({
    ...row,
    processor: z.string(),
    eventId: z.string(),
    kind: z.string(),
    status: statusOf(EVENT_STATUSES),
    why: z.string().nullable(),
    attempts: z.int(),
    occurredAt: moment.nullable(),
    handledAt: moment.nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'BookEvent' });

export const bookGivenSchema = z
  .strictObject({
    ...owned,
    kind: ledgerKindSchema.extract(GIVEN_KINDS),
    changeCredits: z.int(),
    balanceAfterCredits: z.int(),
    admin: namedUserSchema.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'BookGiven' });

export const bookFailedJobSchema = z
  .strictObject({
    ...owned,
    module: moduleSchema,
    modelId: z.string(),
    provider: z.string().nullable().meta({ description: 'The vendor that was called last; null where none was.' }),
    status: statusOf(FAILED_STATUSES),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    attempts: z.int(),
    costCredits: z.int(),
    returnedCredits: z.int(),
    orderedAt: moment,
    isDemo: demo,
  })
  .meta({ id: 'BookFailedJob' });

export const bookAlertSchema = z
  .strictObject({
    ...row,
    kind: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    seenAt: moment.nullable(),
    admin: namedUserSchema.nullable().meta({ description: 'Who has seen it.' }),
  })
  .meta({ id: 'BookAlert' });

/** A plan of its own that a firm has asked for (PLAN-04). */
export const bookRequestSchema = z
  .strictObject({
    ...owned,
    company: z.string(),
    creditsPerMonth: z.int(),
    message: z.string(),
    status: statusOf(REQUEST_STATUSES),
    note: z.string().nullable(),
    admin: namedUserSchema.nullable().meta({ description: 'Who said last how far it is.' }),
    handledAt: moment.nullable(),
  })
  .meta({ id: 'BookEnterpriseRequest' });

const narrow = {
  from: z.coerce.number().int().nonnegative().optional().meta({ description: 'Unix milliseconds, inclusive.' }),
  to: z.coerce.number().int().nonnegative().optional().meta({ description: 'Unix milliseconds, exclusive.' }),
};
const ofUser = {
  user: z.string().trim().min(1).max(320).optional().meta({ description: 'A whole id or e-mail address.' }),
};
const ofProcessor = { processor: processorSchema.optional() };
const ofMoney = { demo: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional() };

/** By what each list can be narrowed. */
export const BOOK_FILTERS = {
  orders: z.strictObject({
    ...narrow,
    ...ofUser,
    ...ofProcessor,
    ...ofMoney,
    status: statusOf(ORDER_STATUSES).optional(),
  }),
  payments: z.strictObject({
    ...narrow,
    ...ofUser,
    ...ofProcessor,
    ...ofMoney,
    status: statusOf(PAYMENT_STATES).optional(),
  }),
  subscriptions: z.strictObject({ ...narrow, ...ofUser, ...ofMoney, status: statusOf(SUBSCRIPTION_STATES).optional() }),
  refunds: z.strictObject({
    ...narrow,
    ...ofUser,
    ...ofProcessor,
    ...ofMoney,
    status: statusOf(REFUND_STATUSES).optional(),
  }),
  'payment-events': z.strictObject({ ...narrow, ...ofProcessor, status: statusOf(EVENT_STATUSES).optional() }),
  given: z.strictObject({ ...narrow, ...ofUser, status: statusOf(GIVEN_KINDS).optional() }),
  'failed-jobs': z.strictObject({ ...narrow, ...ofUser, status: statusOf(FAILED_STATUSES).optional() }),
  alerts: z.strictObject({ ...narrow, status: statusOf(ALERT_STATES).optional() }),
  'enterprise-requests': z.strictObject({ ...narrow, ...ofUser, status: statusOf(REQUEST_STATUSES).optional() }),
} as const;

/** What each list holds. */
export const BOOK_ROWS = {
  orders: bookOrderSchema,
  payments: bookPaymentSchema,
  subscriptions: bookSubscriptionSchema,
  refunds: bookRefundSchema,
  'payment-events': bookEventSchema,
  given: bookGivenSchema,
  'failed-jobs': bookFailedJobSchema,
  alerts: bookAlertSchema,
  'enterprise-requests': bookRequestSchema,
} as const;

export type BookName = keyof typeof BOOK_ROWS;
export const BOOK_NAMES = Object.keys(BOOK_ROWS) as BookName[];
export type BookRow<Name extends BookName = BookName> = z.infer<(typeof BOOK_ROWS)[Name]>;
/** By what any of the lists can be narrowed; each takes those it has. */
export type BookFilter = {
  from?: number | undefined;
  to?: number | undefined;
  user?: string | undefined;
  processor?: string | undefined;
  demo?: boolean | undefined;
  status?: string | undefined;
};
export type BookPage<Name extends BookName> = { items: BookRow<Name>[]; nextCursor: string | null };

export const setAsideSchema = z.strictObject({ reason: reasonSchema }).meta({ id: 'SetAside' });
export const eventVerdictSchema = z
  .strictObject({ id: z.string(), status: statusOf(EVENT_STATUSES), why: z.string().nullable() })
  .meta({ id: 'PaymentEventVerdict' });
export type EventVerdictView = z.infer<typeof eventVerdictSchema>;
export const takenUpSchema = z
  .strictObject({ tried: z.int(), done: z.int(), left: z.int() })
  .meta({ id: 'PaymentEventsTakenUp', description: '`left` of those that were tried want a person’s look still.' });
export type TakenUp = z.infer<typeof takenUpSchema>;

/** Ticks off alerts up to a moment: what came later has not been seen. */
export const seeAlertsSchema = z.strictObject({ until: moment }).meta({ id: 'SeeAlerts' });
export const alertsSeenSchema = z.strictObject({ seen: z.int() }).meta({ id: 'AlertsSeen' });

export const markEnterpriseRequestSchema = z
  .strictObject({ status: statusOf(REQUEST_STATUSES), note: reasonSchema })
  .meta({ id: 'MarkEnterpriseRequest' });
export type MarkEnterpriseRequest = z.infer<typeof markEnterpriseRequestSchema>;
export const enterpriseVerdictSchema = z
  .strictObject({ id: z.string(), status: statusOf(REQUEST_STATUSES), note: z.string().nullable() })
  .meta({ id: 'EnterpriseVerdict' });
export type EnterpriseVerdict = z.infer<typeof enterpriseVerdictSchema>;

const openCount = z.int().nonnegative().max(OPEN_COUNT_MAX);
export const openCountsSchema = z
  .strictObject({ alerts: openCount, paymentEvents: openCount, enterpriseRequests: openCount })
  .meta({ id: 'OpenCounts', description: `How much waits for an operator, each up to ${OPEN_COUNT_MAX}.` });
export type OpenCounts = z.infer<typeof openCountsSchema>;

/** The latest of what operators watch, read from the books: a reload shows what the channel told. */
export const FEED_KINDS = ['purchase', 'refund', 'alert', 'eviction'] as const;
export const feedItemSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(FEED_KINDS),
    at: moment,
    user: namedUserSchema.nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'FeedItem' });
export type FeedItem = z.infer<typeof feedItemSchema>;
export const feedSchema = z.strictObject({ items: z.array(feedItemSchema) }).meta({ id: 'Feed' });
export type Feed = z.infer<typeof feedSchema>;
