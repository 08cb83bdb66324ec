import { z } from 'zod';
import { readDecimal, tryExactJson, writeDecimal } from './decimal-money.ts';
import { eventIdOf, isSignedHex } from './payment-signature.ts';
import type { OrderState, Payment, PaymentEvent, PaymentProcessor, WebhookVerdict } from './payments.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { callForAnswer, callVendor, errorOfStatus, readText, USER_AGENT } from './stream.ts';

const BASE_URL = 'https://api.whitepay.com/private-api/crypto-orders';

export type WhitePayOptions = {
  /** The name of the payment page. */
  slug: string;
  webhookSecret: string;
  /** `secret` is the token of the API. */
  wire: VendorWire;
  isDemo: boolean;
};

const amountSchema = z.string().transform((text, issue) => {
  const amountMinor = readDecimal(text);
  if (amountMinor !== undefined) return amountMinor;
  issue.addIssue('no amount');
  return z.NEVER;
});

/** The vendor misspells one status in places; both mean that less has come than was asked. */
const ORDER_STATUS: Readonly<Record<string, OrderState['status']>> = {
  INIT: 'open',
  OPEN: 'open',
  COMPLETE: 'paid',
  DECLINED: 'failed',
  CANCELED: 'failed',
  PARTIALLY_FULFILLED: 'underpaid',
  PATIALLY_FULFILLED: 'underpaid',
};

const orderSchema = z
  .object({
    id: z.string().min(1),
    status: z.string().refine((status) => Object.hasOwn(ORDER_STATUS, status)),
    value: amountSchema,
    currency: z.string().regex(/^[A-Z]{3,5}$/),
    /** What has come, in the currency of the order. Nothing has, where nothing is said of it. */
    received_total: amountSchema.nullish(),
    external_order_id: z.string().nullish(),
    acquiring_url: z.url({ protocol: /^https?$/ }).nullish(),
  })
  // Money is counted by what has come: what is paid without saying how much is not understood.
  .refine(({ status, received_total }) => ORDER_STATUS[status] !== 'paid' || typeof received_total === 'number');
type Order = z.infer<typeof orderSchema>;

const answerSchema = z.object({ order: orderSchema });
const webhookSchema = z.object({ event_type: z.string().min(1).max(100), order: z.unknown().optional() });

const PAYMENT_STATUS = { open: 'pending', paid: 'received', underpaid: 'underpaid', failed: 'failed' } as const;

const statusOf = (order: Order): OrderState['status'] => ORDER_STATUS[order.status] ?? 'open';

/** The one payment of an order: all that came for it, in however many parts. */
const toPayment = (order: Order): Payment => {
  const status = PAYMENT_STATUS[statusOf(order)];
  return {
    paymentId: order.id,
    orderId: order.id,
    reference: order.external_order_id ?? null,
    status,
    money: { amountMinor: order.received_total ?? 0, currency: order.currency },
    reason: status === 'failed' ? order.status : null,
  };
};

const toOrderState = (order: Order): OrderState => {
  const payment = toPayment(order);
  const { reference, money: received } = payment;
  const asked = { amountMinor: order.value, currency: order.currency };
  const payments = payment.status === 'pending' && received.amountMinor === 0 ? [] : [payment];
  return { orderId: order.id, reference, status: statusOf(order), asked, received, payments };
};

/** Which events say how an order stands; any other one is about something else. */
const ORDER_EVENTS: readonly string[] = ['order::completed', 'order::declined', 'order::partially_fulfilled'];

/** The vendor signs what its own writer makes of the body, which escapes slashes, and may send it otherwise. */
const withEscapedSlashes = (text: string): string => text.replace(/\\?\//g, '\\/');

const parseWebhook = (headers: Headers, body: Uint8Array, secret: string): WebhookVerdict => {
  const signature = headers.get('Signature');
  const text = new TextDecoder().decode(body);
  const isRaw = isSignedHex('sha256', secret, body, signature);
  const isEscaped = isSignedHex('sha256', secret, withEscapedSlashes(text), signature);
  if (!isRaw && !isEscaped) return { ok: false, reason: 'forged' };
  const told = webhookSchema.safeParse(tryExactJson(text)).data;
  if (!told) return { ok: false, reason: 'unreadable' };
  const answer = { contentType: 'application/json', body: '{"status":"ok"}' } as const;
  if (!ORDER_EVENTS.includes(told.event_type)) {
    return {
      ok: true,
      event: { eventId: eventIdOf(text), occurredAt: null, kind: 'other', name: told.event_type },
      answer,
    };
  }
  const order = orderSchema.safeParse(told.order).data;
  if (!order) return { ok: false, reason: 'unreadable' };
  return { ok: true, event: toEvent(order, told.event_type), answer };
};

/** There is no time in what is told, so the same said again years later is the same event. */
const toEvent = (order: Order, eventType: string): PaymentEvent => {
  const payment = toPayment(order);
  const eventId = eventIdOf(order.id, eventType, order.status, String(payment.money.amountMinor));
  return { eventId, occurredAt: null, kind: 'payment', payment };
};

/**
 * WhitePay: crypto, on its own page. More or less than was asked may come: what counts is what came. It gives no money
 * back by itself, and its return proves nothing.
 */
export const createWhitePay = ({ slug, webhookSecret, wire, isDemo }: WhitePayOptions): PaymentProcessor => {
  const headers = { Authorization: `Bearer ${wire.secret}`, Accept: 'application/json', 'User-Agent': USER_AGENT };
  const address = `${BASE_URL}/${encodeURIComponent(slug)}`;
  const readOrder = async (response: Response): Promise<Order> => {
    const parsed = answerSchema.safeParse(tryExactJson(await readText(wire, response.body)));
    if (parsed.success) return parsed.data.order;
    throw new ProviderError(wire.provider, 'bad_response', 'an answer is not as agreed');
  };
  return {
    id: 'whitepay',
    isDemo,
    async createOrder({ reference, money, description, returnUrl }, signal) {
      const body = {
        amount: writeDecimal(money.amountMinor),
        currency: money.currency,
        external_order_id: reference,
        description,
        successful_link: returnUrl,
        failure_link: returnUrl,
      };
      const request = new Request(address, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      });
      const order = await readOrder(await callForAnswer(wire, request));
      if (!order.acquiring_url) throw new ProviderError(wire.provider, 'bad_response', 'an order without an address');
      return { orderId: order.id, checkout: { kind: 'page', url: order.acquiring_url } };
    },
    tellsRefundsApart: false,
    async findOrder(orderId, signal) {
      const response = await callVendor(
        wire,
        new Request(`${address}/${encodeURIComponent(orderId)}`, { headers, signal }),
      );
      if (response.ok) return toOrderState(await readOrder(response));
      await response.body?.cancel();
      if (response.status === 404) return undefined;
      throw errorOfStatus(wire, response);
    },
    parseWebhook: (given, body) => parseWebhook(given, body, webhookSecret),
  };
};
