import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { isSignedHex } from './payment-signature.ts';
import type { Checkout, PaymentProcessor, SubscriptionSeller } from './payments.ts';
import type { ProviderError, VendorWire } from './provider.ts';
import {
  errorSchema,
  invoiceSchema,
  orderSchema,
  paymentSchema,
  refundSchema,
  subscriptionSchema,
  toCyclePayment,
  toOrderState,
  toRefund,
  toSubscription,
} from './razorpay-schema.ts';
import { parseRazorpayWebhook, type WebhookSecret } from './razorpay-webhook.ts';
import { callVendor, errorOfStatus, meaningOf, readAgreed, readText, tryJson, USER_AGENT } from './stream.ts';

const BASE_URL = 'https://api.razorpay.com/v1';
export const RAZORPAY_SCRIPT_URL = 'https://checkout.razorpay.com/v1/checkout.js';
/** What the payer reads above the form. */
const MERCHANT_NAME = 'Ozvena';

const idSchema = z.object({ id: z.string().min(1) });
const paymentsSchema = z.object({ items: z.array(paymentSchema) });
const invoicesSchema = z.object({ items: z.array(invoiceSchema) });
/** The most that one list holds; without it the vendor gives ten. */
const INVOICES_MAX = '100';

export type RazorpayOptions = {
  keyId: string;
  /** Newest first. */
  webhookSecrets: readonly WebhookSecret[];
  /** Where the page takes the checkout from. */
  scriptUrl: string;
  /** `secret` is the key's secret: it opens the API and signs what the checkout hands to the page. */
  wire: VendorWire;
  isDemo: boolean;
};

/** Another call about the same is under way: it will be over. */
const CONFLICT = 409;
/** The vendor says 400 of an id that he does not know, and says so in words. */
const UNKNOWN_ID = /does not exist/i;

const toError = async (wire: VendorWire, response: Response): Promise<{ error: ProviderError; isUnknown: boolean }> => {
  const parsed = errorSchema.safeParse(tryJson(await readText(wire, response.body))).data;
  const words = parsed?.error.description;
  const code = response.status === CONFLICT ? 'unavailable' : meaningOf(response.status);
  const isUnknown = response.status === 404 || (response.status === 400 && UNKNOWN_ID.test(words ?? ''));
  return { error: errorOfStatus(wire, response, { words, code }), isUnknown };
};

type Call = { path: string; signal: AbortSignal; method?: string; body?: unknown; headers?: Record<string, string> };

/** The calls of one key. */
const createApi = ({ keyId, wire }: RazorpayOptions) => {
  const authorization = `Basic ${Buffer.from(`${keyId}:${wire.secret}`).toString('base64')}`;
  const send = ({ path, signal, method, body, headers }: Call): Promise<Response> => {
    const common = { Authorization: authorization, 'User-Agent': USER_AGENT, ...headers };
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' };
    return callVendor(
      wire,
      new Request(BASE_URL + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...common, ...content },
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  };
  return {
    async call<T>(schema: z.ZodType<T>, call: Call): Promise<T> {
      const response = await send(call);
      if (!response.ok) throw (await toError(wire, response)).error;
      return readAgreed(wire, response, schema);
    },
    /** Undefined where the vendor knows no such thing. */
    async find<T>(schema: z.ZodType<T>, call: Call): Promise<T | undefined> {
      const response = await send(call);
      if (response.ok) return readAgreed(wire, response, schema);
      const { error, isUnknown } = await toError(wire, response);
      if (isUnknown) return undefined;
      throw error;
    },
  };
};

type Api = ReturnType<typeof createApi>;

const createSubscriptions = (options: RazorpayOptions, api: Api): SubscriptionSeller => {
  const { keyId, wire, scriptUrl } = options;
  const pathOf = (id: string): string => `/subscriptions/${encodeURIComponent(id)}`;
  return {
    account: keyId,
    async createCustomer({ name, email }, signal) {
      // "0": somebody who is known by this address is given again, and is no error.
      const body = { name, email, fail_existing: '0' };
      return (await api.call(idSchema, { path: '/customers', body, signal })).id;
    },
    async createPlan({ name, period, money }, signal) {
      const item = { name, amount: money.amountMinor, currency: money.currency };
      return (await api.call(idSchema, { path: '/plans', body: { period, interval: 1, item }, signal })).id;
    },
    async create({ reference, planId, customerId, cycles, description, email }, signal) {
      const notes = { reference };
      const customer = customerId === undefined ? {} : { customer_id: customerId };
      const body = { plan_id: planId, total_count: cycles, quantity: 1, customer_notify: 1, notes, ...customer };
      const made = await api.call(subscriptionSchema, { path: '/subscriptions', body, signal });
      const shown = { name: MERCHANT_NAME, description, ...prefill(email) };
      const checkout: Checkout = {
        kind: 'script',
        scriptUrl,
        options: { key: keyId, subscription_id: made.id, ...shown },
      };
      return { subscription: toSubscription(made), checkout };
    },
    async find(id, signal) {
      const found = await api.find(subscriptionSchema, { path: pathOf(id), signal });
      return found && toSubscription(found);
    },
    async listPayments(id, signal) {
      const query = new URLSearchParams({ subscription_id: id, count: INVOICES_MAX });
      const { items } = await api.call(invoicesSchema, { path: `/invoices?${query}`, signal });
      const paid = items.flatMap(toCyclePayment);
      return paid.toSorted((a, b) => (a.periodStartAt ?? 0) - (b.periodStartAt ?? 0));
    },
    async change(id, { planId, cycles }, signal) {
      const next = { plan_id: planId, remaining_count: cycles };
      const body = { ...next, schedule_change_at: 'cycle_end', customer_notify: 1 };
      return toSubscription(await api.call(subscriptionSchema, { path: pathOf(id), method: 'PATCH', body, signal }));
    },
    async undoChange(id, signal) {
      const path = `${pathOf(id)}/cancel_scheduled_changes`;
      return toSubscription(await api.call(subscriptionSchema, { path, body: {}, signal }));
    },
    async cancel(id, at, signal) {
      const body = { cancel_at_cycle_end: at === 'cycle_end' ? 1 : 0 };
      return toSubscription(await api.call(subscriptionSchema, { path: `${pathOf(id)}/cancel`, body, signal }));
    },
    verifyReturn(id, fields) {
      const paymentId = fields.razorpay_payment_id ?? '';
      // The other way round than for an order, as the vendor has it.
      return isSignedHex('sha256', wire.secret, `${paymentId}|${id}`, fields.razorpay_signature ?? null)
        ? paymentId
        : undefined;
    },
  };
};

const prefill = (email: string | undefined) => (email === undefined ? {} : { prefill: { email } });

/** Razorpay: cards, UPI and subscriptions. The account has to capture payments by itself (a setting of its dashboard). */
export const createRazorpay = (options: RazorpayOptions): PaymentProcessor => {
  const { keyId, wire, scriptUrl, isDemo } = options;
  const api = createApi(options);
  return {
    id: 'razorpay',
    isDemo,
    async createOrder({ reference, money, description, email }, signal) {
      const { amountMinor: amount, currency } = money;
      const body = { amount, currency, receipt: reference, notes: { reference } };
      const { id } = await api.call(orderSchema, { path: '/orders', body, signal });
      const shown = { name: MERCHANT_NAME, description, ...prefill(email) };
      const checkoutOptions = { key: keyId, order_id: id, amount, currency, ...shown };
      return { orderId: id, checkout: { kind: 'script', scriptUrl, options: checkoutOptions } };
    },
    async findOrder(orderId, signal) {
      const path = `/orders/${encodeURIComponent(orderId)}`;
      const order = await api.find(orderSchema, { path, signal });
      if (!order) return undefined;
      const { items } = await api.call(paymentsSchema, { path: `${path}/payments`, signal });
      return toOrderState(order, items);
    },
    verifyReturn(orderId, fields) {
      const paymentId = fields.razorpay_payment_id ?? '';
      return isSignedHex('sha256', wire.secret, `${orderId}|${paymentId}`, fields.razorpay_signature ?? null)
        ? paymentId
        : undefined;
    },
    async refund({ reference, orderId, paymentId, money, comment }, signal) {
      const body = { amount: money.amountMinor, speed: 'normal', receipt: reference, notes: { reference, comment } };
      const headers = { 'X-Refund-Idempotency': reference };
      const path = `/payments/${encodeURIComponent(paymentId)}/refund`;
      return toRefund(await api.call(refundSchema, { path, body, headers, signal }), orderId);
    },
    tellsRefundsApart: true,
    async findRefund(refundId, signal) {
      const found = await api.find(refundSchema, { path: `/refunds/${encodeURIComponent(refundId)}`, signal });
      return found && toRefund(found, null);
    },
    subscriptions: createSubscriptions(options, api),
    parseWebhook: (headers, body) => parseRazorpayWebhook(headers, body, options.webhookSecrets, wire.now()),
  };
};
