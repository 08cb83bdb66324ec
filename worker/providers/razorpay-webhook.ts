import { z } from 'zod';
import { eventIdOf, isSignedHex } from './payment-signature.ts';
import type { PaymentEvent, WebhookVerdict } from './payments.ts';
import {
  orderSchema,
  paymentSchema,
  referenceOf,
  refundSchema,
  subscriptionSchema,
  toPayment,
  toRefund,
  toSubscription,
} from './razorpay-schema.ts';
import { tryJson } from './stream.ts';

/** A secret that webhooks are signed with, and until when it is believed, in ms since 1970. */
export type WebhookSecret = { secret: string; until: number | undefined };

const envelopeSchema = z.object({
  event: z.string().min(1).max(100),
  created_at: z.int().nonnegative(),
  payload: z.record(z.string(), z.object({ entity: z.unknown() })).default({}),
});
type Envelope = z.infer<typeof envelopeSchema>;

type Told = PaymentEvent extends infer One
  ? One extends PaymentEvent
    ? Omit<One, 'eventId' | 'occurredAt'>
    : never
  : never;

const entity = <T>({ payload }: Envelope, name: string, schema: z.ZodType<T>): T => schema.parse(payload[name]?.entity);

const readPayment = (envelope: Envelope): Told => {
  const payment = entity(envelope, 'payment', paymentSchema);
  // The money of a subscription is told by `subscription.charged`, which says whose it is.
  if (payment.invoice_id) return { kind: 'other', name: envelope.event };
  const order = envelope.payload.order && entity(envelope, 'order', orderSchema);
  return { kind: 'payment', payment: toPayment(payment, order && referenceOf(order)) };
};

const readRefund = (envelope: Envelope): Told => {
  const payment = envelope.payload.payment && entity(envelope, 'payment', paymentSchema);
  return { kind: 'refund', refund: toRefund(entity(envelope, 'refund', refundSchema), payment?.order_id ?? null) };
};

const readSubscription = (envelope: Envelope): Told => ({
  kind: 'subscription',
  subscription: toSubscription(entity(envelope, 'subscription', subscriptionSchema)),
});

const readCharge = (envelope: Envelope): Told => {
  const subscription = toSubscription(entity(envelope, 'subscription', subscriptionSchema));
  const payment = toPayment(entity(envelope, 'payment', paymentSchema), subscription.reference);
  return { kind: 'subscription_charged', subscription, payment };
};

const READERS: Readonly<Record<string, (envelope: Envelope) => Told>> = {
  'payment.captured': readPayment,
  'payment.failed': readPayment,
  'order.paid': readPayment,
  'refund.processed': readRefund,
  'refund.failed': readRefund,
  'subscription.charged': readCharge,
  'subscription.authenticated': readSubscription,
  'subscription.activated': readSubscription,
  'subscription.pending': readSubscription,
  'subscription.halted': readSubscription,
  'subscription.paused': readSubscription,
  'subscription.resumed': readSubscription,
  'subscription.updated': readSubscription,
  'subscription.cancelled': readSubscription,
  'subscription.completed': readSubscription,
};

const ANSWER = { contentType: 'application/json', body: '{"status":"ok"}' } as const;

const readTold = (envelope: Envelope): Told | undefined => {
  const read = Object.hasOwn(READERS, envelope.event) ? READERS[envelope.event] : undefined;
  if (!read) return { kind: 'other', name: envelope.event };
  try {
    return read(envelope);
  } catch (error) {
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
};

/**
 * Reads a webhook that is signed with one of the secrets: HMAC-SHA256 of the body as it came.
 * @param secrets the present one, and one before it that is believed for a while: what was sent before a change is
 * told again, signed as then, for a day
 * @param now in ms since 1970
 */
export const parseRazorpayWebhook = (
  headers: Headers,
  body: Uint8Array,
  secrets: readonly WebhookSecret[],
  now: number,
): WebhookVerdict => {
  const signature = headers.get('X-Razorpay-Signature');
  const believed = secrets.filter(({ until }) => until === undefined || now < until);
  // Each is tried, so that the time it takes does not tell which one it was.
  const signed = believed.map(({ secret }) => isSignedHex('sha256', secret, body, signature));
  if (!signed.includes(true)) return { ok: false, reason: 'forged' };
  const text = new TextDecoder().decode(body);
  const envelope = envelopeSchema.safeParse(tryJson(text)).data;
  const told = envelope && readTold(envelope);
  if (!told) return { ok: false, reason: 'unreadable' };
  const eventId = headers.get('X-Razorpay-Event-Id') || eventIdOf(text);
  const event: PaymentEvent = { ...told, eventId, occurredAt: envelope.created_at * 1_000 };
  return { ok: true, event, answer: ANSWER };
};
