import { hmacHex } from '../vendors/hmac.ts';
import type { PaymentOutbox, Webhook } from './payment-outbox.ts';
import type { PaymentThings } from './payment-things.ts';

/** What webhooks are signed with; everybody may know it, since nobody pays here. */
const WEBHOOK_SECRET = 'sandbox-whitepay-webhook';
const WEBHOOK_PATH = '/api/whitepay/webhook';

/** An order as the API writes it; amounts are decimal text. */
export type WhitePayOrder = {
  id: string;
  status: 'OPEN' | 'COMPLETE' | 'DECLINED' | 'PARTIALLY_FULFILLED';
  value: string;
  currency: string;
  received_total: string;
  external_order_id: string | null;
  description: string;
  acquiring_url: string;
  successful_link: string;
  failure_link: string;
  created_at: string;
  completed_at: string | null;
};

export type WhitePayOutcome = 'pay' | 'pay_half' | 'pay_twice' | 'decline';

type Kept = { order: WhitePayOrder; slug: string };

/** Crypto comes in smaller parts than money does. */
const UNITS = 1e6;
const toUnits = (amount: string): number => Math.round(Number(amount) * UNITS);
const write = (units: number): string => (units / UNITS).toFixed(6);

const EVENTS = {
  OPEN: undefined,
  COMPLETE: 'order::completed',
  DECLINED: 'order::declined',
  PARTIALLY_FULFILLED: 'order::partially_fulfilled',
} as const;

/** Orders of all payment pages. */
export class WhitePayBooks {
  readonly #things: PaymentThings;
  readonly #outbox: PaymentOutbox;

  constructor(things: PaymentThings, outbox: PaymentOutbox) {
    this.#things = things;
    this.#outbox = outbox;
  }

  /** @param link where the payer goes back to: the product's own, which has the checkout beside it */
  create(
    slug: string,
    asked: Pick<WhitePayOrder, 'value' | 'currency' | 'external_order_id' | 'description' | 'failure_link'>,
    link: string,
  ): WhitePayOrder {
    const id = crypto.randomUUID();
    const order: WhitePayOrder = {
      id,
      status: 'OPEN',
      received_total: '0',
      ...asked,
      acquiring_url: `${new URL(link).origin}/sandbox/whitepay/pay/${id}`,
      successful_link: link,
      created_at: new Date().toISOString(),
      completed_at: null,
    };
    this.#keep({ order, slug });
    return order;
  }

  #keep(kept: Kept): void {
    this.#things.put('whitepay.order', kept.order.id, kept);
  }

  /** @param slug of the page that it has to be of */
  find(id: string, slug?: string): WhitePayOrder | null {
    const kept = this.#things.get<Kept>('whitepay.order', id);
    return kept && (slug === undefined || kept.slug === slug) ? kept.order : null;
  }

  /** The vendor signs what his own writer makes, with escaped slashes; some of it he sends without them. */
  #tell(order: WhitePayOrder): Webhook[] {
    const event = EVENTS[order.status];
    if (!event) return [];
    const status = order.status === 'PARTIALLY_FULFILLED' ? 'PATIALLY_FULFILLED' : order.status;
    const plain = JSON.stringify({ order: { ...order, status }, event_type: event });
    const escaped = plain.replaceAll('/', '\\/');
    const headers = { 'Content-Type': 'application/json', Signature: hmacHex('sha256', WEBHOOK_SECRET, escaped) };
    const url = new URL(order.successful_link).origin + WEBHOOK_PATH;
    const body = order.status === 'COMPLETE' ? plain : escaped;
    return [this.#outbox.add({ vendor: 'whitepay', event, url, headers, body })];
  }

  /** Undefined where it is paid, or given up, or not there. */
  pay(id: string, outcome: WhitePayOutcome): { order: WhitePayOrder; webhooks: Webhook[] } | undefined {
    const kept = this.#things.get<Kept>('whitepay.order', id);
    if (!kept || kept.order.status === 'COMPLETE' || kept.order.status === 'DECLINED') return undefined;
    const due = toUnits(kept.order.value);
    const before = toUnits(kept.order.received_total);
    const left = due - before;
    const comes = { pay: left, pay_half: Math.floor(left / 2), pay_twice: left + due, decline: 0 }[outcome];
    const received_total = write(before + comes);
    const paid = before + comes >= due ? 'COMPLETE' : 'PARTIALLY_FULFILLED';
    const status = outcome === 'decline' ? 'DECLINED' : paid;
    const completed_at = status === 'COMPLETE' ? new Date().toISOString() : null;
    const order: WhitePayOrder = { ...kept.order, received_total, status, completed_at };
    this.#keep({ ...kept, order });
    return { order, webhooks: this.#tell(order) };
  }
}
