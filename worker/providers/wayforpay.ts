import { z } from 'zod';
import { readDecimal, tryExactJson, writeDecimal } from './decimal-money.ts';
import { eventIdOf, isSignedHex, signHex } from './payment-signature.ts';
import type { OrderState, Payment, PaymentEvent, PaymentProcessor } from './payments.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { callForAnswer, quoteWords, readText, USER_AGENT } from './stream.ts';

const API_URL = 'https://api.wayforpay.com/api';
export const WAYFORPAY_PAGE_URL = 'https://secure.wayforpay.com/pay';
const API_VERSION = 1;
const APPROVED_REASON = '1100';
const UNKNOWN_ORDER_REASON = '1127';
const INVALID_SIGNATURE_REASON = '1113';

export type WayForPayOptions = {
  merchantAccount: string;
  /** The host of the shop, as it is registered. */
  domain: string;
  /** Where the browser takes the form. */
  pageUrl: string;
  /** `secret` is the merchant's key. */
  wire: VendorWire;
  isDemo: boolean;
};

/** Missing, null and empty are the same to the vendor's signatures; numbers are signed as they were written. */
const textSchema = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

const told = {
  orderReference: z.string().min(1).max(100),
  amount: z.string().transform((text, issue) => {
    const amountMinor = readDecimal(text);
    if (amountMinor !== undefined) return { text, amountMinor };
    issue.addIssue('no amount');
    return z.NEVER;
  }),
  currency: z.string().regex(/^[A-Z]{3}$/),
  transactionStatus: z.string().min(1),
  reason: textSchema,
  reasonCode: textSchema,
};

const callbackSchema = z.object({
  ...told,
  merchantAccount: z.string(),
  merchantSignature: z.string(),
  authCode: textSchema,
  cardPan: textSchema,
});

const stateSchema = z.object(told);
const failureSchema = z.object({ reasonCode: z.string(), reason: textSchema });
const refundedSchema = z.object({ transactionStatus: z.string(), reasonCode: textSchema });

const PAYMENT_STATUS: Readonly<Record<string, Payment['status']>> = {
  Approved: 'received',
  Declined: 'failed',
  Expired: 'failed',
  Refunded: 'refunded',
  Voided: 'refunded',
  InProcessing: 'pending',
  Pending: 'pending',
  WaitingAuthComplete: 'pending',
  RefundInProcessing: 'received',
};

/** The one payment of an order: the vendor knows it by our reference. Undefined for a status that is not known. */
const toPayment = ({ orderReference, amount, currency, transactionStatus, reason }: z.infer<typeof stateSchema>) => {
  const status = Object.hasOwn(PAYMENT_STATUS, transactionStatus) ? PAYMENT_STATUS[transactionStatus] : undefined;
  if (!status) return undefined;
  return {
    paymentId: orderReference,
    orderId: orderReference,
    reference: orderReference,
    status,
    money: { amountMinor: amount.amountMinor, currency },
    reason: status === 'failed' ? reason : null,
  } satisfies Payment;
};

/**
 * The fields of a callback. It is JSON by whatever name; at times it comes as a form whose only field is named by the
 * whole of it, and at times as a form of fields.
 */
const readFields = (text: string): unknown => {
  const json = tryExactJson(text);
  if (json !== undefined) return json;
  const fields = [...new URLSearchParams(text)];
  const [name = '', value = ''] = fields[0] ?? [];
  if (!name.startsWith('{')) return Object.fromEntries(fields);
  return tryExactJson(name) ?? tryExactJson(`${name}=${value}`);
};

type Callback = z.infer<typeof callbackSchema>;

const readCallback = (fields: unknown, secret: string): Callback | 'forged' | 'unreadable' => {
  const parsed = callbackSchema.safeParse(fields);
  if (!parsed.success) return 'unreadable';
  const { data } = parsed;
  const { merchantAccount, orderReference, amount, currency, authCode, cardPan, transactionStatus, reasonCode } = data;
  const signed = [merchantAccount, orderReference, amount.text, currency, authCode, cardPan, transactionStatus];
  const message = [...signed, reasonCode].join(';');
  return isSignedHex('md5', secret, message, data.merchantSignature) ? data : 'forged';
};

const toEvent = (callback: Callback): PaymentEvent => {
  const { orderReference, amount, currency, transactionStatus, reasonCode, authCode } = callback;
  const facts = [orderReference, amount.text, currency, transactionStatus, reasonCode, authCode];
  const common = { eventId: eventIdOf(...facts), occurredAt: null };
  const payment = toPayment(callback);
  if (!payment) return { ...common, kind: 'other', name: transactionStatus };
  if (payment.status !== 'refunded') return { ...common, kind: 'payment', payment };
  const { paymentId, orderId, money } = payment;
  const refund = { refundId: common.eventId, reference: null, paymentId, orderId, status: 'made', money } as const;
  return { ...common, kind: 'refund', refund };
};

/** WayForPay: cards, on its own page. Nothing is asked before somebody pays: an order is a form that we sign. */
export const createWayForPay = (options: WayForPayOptions): PaymentProcessor => {
  const { merchantAccount, domain, pageUrl, wire, isDemo } = options;
  const sign = (...fields: string[]): string => signHex('md5', wire.secret, fields.join(';'));
  const nowSeconds = (): number => Math.floor(wire.now() / 1_000);

  const ask = async (request: Record<string, string>, signed: string[], signal: AbortSignal): Promise<unknown> => {
    const body = { ...request, merchantAccount, merchantSignature: sign(...signed), apiVersion: API_VERSION };
    const headers = { 'Content-Type': 'application/json', 'User-Agent': USER_AGENT };
    const sent = new Request(API_URL, { method: 'POST', headers, body: JSON.stringify(body), signal });
    const response = await callForAnswer(wire, sent);
    return tryExactJson(await readText(wire, response.body));
  };
  /** What an answer is that is not what was asked for: every one is HTTP 200, and a refusal says only why. */
  const toError = (answer: unknown): ProviderError => {
    const failure = failureSchema.safeParse(answer).data;
    if (!failure) return new ProviderError(wire.provider, 'bad_response', 'an answer is not as agreed');
    const isOurKey = failure.reasonCode === INVALID_SIGNATURE_REASON;
    const words = quoteWords(wire, `${failure.reasonCode} ${failure.reason}`);
    return new ProviderError(wire.provider, isOurKey ? 'unauthorized' : 'rejected', words);
  };

  return {
    id: 'wayforpay',
    isDemo,
    async createOrder({ reference, money, description, email, returnUrl, webhookUrl }) {
      const amount = writeDecimal(money.amountMinor);
      const date = String(nowSeconds());
      // The signature's parts are separated by semicolons; a name with one would be another list of products.
      const product = description.replaceAll(';', ',');
      const { currency } = money;
      const signature = sign(merchantAccount, domain, reference, date, amount, currency, product, '1', amount);
      const fields: [string, string][] = [
        ['merchantAccount', merchantAccount],
        ['merchantDomainName', domain],
        ['merchantTransactionSecureType', 'AUTO'],
        ['merchantSignature', signature],
        ['orderReference', reference],
        ['orderDate', date],
        ['amount', amount],
        ['currency', currency],
        ['productName[]', product],
        ['productCount[]', '1'],
        ['productPrice[]', amount],
        ['returnUrl', returnUrl],
        ['serviceUrl', webhookUrl],
      ];
      if (email !== undefined) fields.push(['clientEmail', email]);
      return { orderId: reference, checkout: { kind: 'form', action: pageUrl, fields } };
    },
    async findOrder(orderId, signal) {
      const request = { transactionType: 'CHECK_STATUS', orderReference: orderId };
      const answer = await ask(request, [merchantAccount, orderId], signal);
      if (failureSchema.safeParse(answer).data?.reasonCode === UNKNOWN_ORDER_REASON) return undefined;
      const state = stateSchema.safeParse(answer).data;
      const payment = state && toPayment(state);
      if (!payment || payment.orderId !== orderId) throw toError(answer);
      return toOrderState(payment);
    },
    verifyReturn(orderId, fields) {
      const callback = readCallback(fields, wire.secret);
      if (typeof callback === 'string' || callback.orderReference !== orderId) return undefined;
      return toPayment(callback)?.status === 'received' ? orderId : undefined;
    },
    tellsRefundsApart: false,
    async refund({ reference, orderId, paymentId, money, comment }, signal) {
      const amount = writeDecimal(money.amountMinor);
      const { currency } = money;
      const request = { transactionType: 'REFUND', orderReference: orderId, amount, currency, comment };
      const answer = await ask(request, [merchantAccount, orderId, amount, currency], signal);
      const { transactionStatus, reasonCode } = refundedSchema.safeParse(answer).data ?? {};
      const isUnderWay = transactionStatus === 'RefundInProcessing';
      const isMade = transactionStatus === 'Refunded' || transactionStatus === 'Voided';
      if (!isUnderWay && !(isMade && reasonCode === APPROVED_REASON)) throw toError(answer);
      // The vendor has no id of a refund: ours stands for it.
      return { refundId: reference, reference, paymentId, orderId, status: isUnderWay ? 'pending' : 'made', money };
    },
    parseWebhook(_, body) {
      const callback = readCallback(readFields(new TextDecoder().decode(body)), wire.secret);
      if (typeof callback === 'string') return { ok: false, reason: callback };
      const { orderReference } = callback;
      const time = nowSeconds();
      const signature = sign(orderReference, 'accept', String(time));
      const answer = JSON.stringify({ orderReference, status: 'accept', time, signature });
      return { ok: true, event: toEvent(callback), answer: { contentType: 'application/json', body: answer } };
    },
  };
};

const ORDER_STATUS = {
  received: 'paid',
  refunded: 'paid',
  failed: 'failed',
  pending: 'open',
} as const;

const toOrderState = (payment: ReturnType<typeof toPayment> & {}): OrderState => {
  const { orderId, reference, status, money } = payment;
  const isIn = status === 'received' || status === 'refunded';
  return {
    orderId,
    reference,
    status: status === 'underpaid' ? 'underpaid' : ORDER_STATUS[status],
    asked: money,
    received: isIn ? money : { ...money, amountMinor: 0 },
    payments: [payment],
  };
};
