import { hmacHex } from '../vendors/hmac.ts';
import type { PaymentOutbox, Webhook } from './payment-outbox.ts';
import type { PaymentThings } from './payment-things.ts';

/** The key of every merchant; everybody may know it, since nobody pays here. */
const KEY = 'sandbox-wayforpay-key';

/** A form as it was sent, and what became of it. `amount` is the text that was sent. */
export type WayForPayOrder = {
  merchantAccount: string;
  orderReference: string;
  amount: string;
  currency: string;
  product: string;
  email: string;
  returnUrl: string;
  serviceUrl: string;
  status: 'Pending' | 'Approved' | 'Declined' | 'Refunded';
  refunded: string;
};

/** Fields as the vendor sends them, signed. */
export type Signed = Record<string, string | number>;

const REASONS = {
  Pending: { reason: 'Transaction is pending', reasonCode: 1134 },
  Approved: { reason: 'Ok', reasonCode: 1100 },
  Declined: { reason: 'Declined by card issuer', reasonCode: 1101 },
  Refunded: { reason: 'Ok', reasonCode: 1100 },
} as const;

export const signWayForPay = (...fields: (string | number)[]): string => hmacHex('md5', KEY, fields.join(';'));

/** What is said of an order, in callbacks and to whoever asks. An amount is a number, as PHP writes one. */
const describe = (order: WayForPayOrder): Signed => {
  const { merchantAccount, orderReference, currency, status } = order;
  const { reason, reasonCode } = REASONS[status];
  const isTried = status !== 'Pending';
  const amount = Number(order.amount);
  const authCode = status === 'Approved' || status === 'Refunded' ? '541963' : '';
  const cardPan = isTried ? '41****8217' : '';
  const fields = [merchantAccount, orderReference, amount, currency, authCode, cardPan, status, reasonCode];
  return {
    merchantAccount,
    orderReference,
    merchantSignature: signWayForPay(...fields),
    amount,
    currency,
    authCode,
    email: order.email,
    phone: '',
    createdDate: Math.floor(Date.now() / 1_000),
    processingDate: Math.floor(Date.now() / 1_000),
    cardPan,
    cardType: isTried ? 'Visa' : '',
    issuerBankCountry: '',
    issuerBankName: '',
    transactionStatus: status,
    reason,
    reasonCode,
    fee: 0,
    paymentSystem: 'card',
  };
};

const toCents = (amount: string): number => Math.round(Number(amount) * 100);

/** Orders of all merchants, by their own references. */
export class WayForPayBooks {
  readonly #things: PaymentThings;
  readonly #outbox: PaymentOutbox;

  constructor(things: PaymentThings, outbox: PaymentOutbox) {
    this.#things = things;
    this.#outbox = outbox;
  }

  #keep(order: WayForPayOrder): void {
    this.#things.put('wayforpay.order', `${order.merchantAccount} ${order.orderReference}`, order);
  }

  find(merchantAccount: string, orderReference: string): WayForPayOrder | undefined {
    return this.#things.get<WayForPayOrder>('wayforpay.order', `${merchantAccount} ${orderReference}`);
  }

  /** Takes a form: the same again is the same order. Undefined where the reference is of another one. */
  open(form: Omit<WayForPayOrder, 'status' | 'refunded'>): WayForPayOrder | undefined {
    const known = this.find(form.merchantAccount, form.orderReference);
    if (known) return known.amount === form.amount && known.currency === form.currency ? known : undefined;
    const order: WayForPayOrder = { ...form, status: 'Pending', refunded: '0' };
    this.#keep(order);
    return order;
  }

  /** Tells of an order in the form that it comes in: JSON under a form's name of a type. */
  #tell(order: WayForPayOrder): Webhook[] {
    const body = new URLSearchParams([[JSON.stringify(describe(order)), '']]).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { serviceUrl: url, status: event } = order;
    return [this.#outbox.add({ vendor: 'wayforpay', event, url, headers, body })];
  }

  /** @returns what the browser takes back to the shop; undefined where it is paid already, or is not there */
  pay(
    merchantAccount: string,
    orderReference: string,
    outcome: 'pay' | 'fail',
  ): { fields: Signed; returnUrl: string; webhooks: Webhook[] } | undefined {
    const known = this.find(merchantAccount, orderReference);
    if (!known || known.status === 'Approved' || known.status === 'Refunded') return undefined;
    const order: WayForPayOrder = { ...known, status: outcome === 'pay' ? 'Approved' : 'Declined' };
    this.#keep(order);
    return { fields: describe(order), returnUrl: order.returnUrl, webhooks: this.#tell(order) };
  }

  check(merchantAccount: string, orderReference: string): Signed {
    const order = this.find(merchantAccount, orderReference);
    return order ? describe(order) : { merchantAccount, orderReference, reason: 'Order Not Found', reasonCode: 1127 };
  }

  /** @param amount as it was asked, in the order's currency; less than all may be given back, several times */
  refund(merchantAccount: string, orderReference: string, amount: string, currency: string) {
    const order = this.find(merchantAccount, orderReference);
    const refuse = (
      transactionStatus: string,
      reason: string,
      reasonCode: number,
    ): { reply: Signed; webhooks: Webhook[] } => ({
      reply: { merchantAccount, orderReference, transactionStatus, reason, reasonCode },
      webhooks: [],
    });
    if (!order) return refuse('Declined', 'Order Not Found', 1127);
    const left = toCents(order.amount) - toCents(order.refunded);
    const isPaid = order.status === 'Approved';
    if (!isPaid || currency !== order.currency) return refuse('Declined', 'Transaction cannot be refunded', 1130);
    if (toCents(amount) > left) return refuse('Declined', 'Amount of refund is larger than the transaction', 1129);
    const isFull = toCents(amount) === left;
    const refunded = String((toCents(order.refunded) + toCents(amount)) / 100);
    const after: WayForPayOrder = { ...order, refunded, status: isFull ? 'Refunded' : order.status };
    this.#keep(after);
    const status = 'Refunded';
    const merchantSignature = signWayForPay(merchantAccount, orderReference, status, 1100);
    const said = { merchantAccount, orderReference, transactionStatus: status, reason: 'Ok', reasonCode: 1100 };
    return { reply: { ...said, merchantSignature } satisfies Signed, webhooks: isFull ? this.#tell(after) : [] };
  }
}
