import { RAZORPAY_PAYMENTS_MAX } from '../limits.ts';
import { hmacHex } from '../vendors/hmac.ts';
import { writeRazorpayError } from '../vendors/razorpay-error.ts';
import {
  type Notes,
  newRazorpayId,
  type Owner,
  type RazorpayCustomer,
  type RazorpayOrder,
  type RazorpayPayment,
  type RazorpayPlan,
  type RazorpayRefund,
} from '../vendors/razorpay-things.ts';
import type { PaymentOutbox, Webhook } from './payment-outbox.ts';
import type { PaymentThings } from './payment-things.ts';

/** What an account's webhooks are signed with; everybody may know it, since nobody pays here. */
const WEBHOOK_SECRET = 'sandbox-razorpay-webhook';
const WEBHOOK_PATH = '/api/razorpay/webhook';

export type RazorpayKey = Pick<Owner, 'key_id' | 'key_secret'>;
export type Outcome = 'pay' | 'fail' | 'pay_twice';

/** What is answered, as JSON, and what is told besides. */
export type RazorpayAnswer = { status: 200 | 400; body: string; webhooks: Webhook[] };

export const answer = (thing: unknown, webhooks: Webhook[] = []): RazorpayAnswer => ({
  status: 200,
  body: JSON.stringify(thing),
  webhooks,
});

export const refuse = (description: string, field?: string): RazorpayAnswer => ({
  status: 400,
  body: JSON.stringify(writeRazorpayError(description, field)),
  webhooks: [],
});

export const UNKNOWN_ID = 'The id provided does not exist';
export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

type OrderRecord = { order: RazorpayOrder; owner: Owner };
type RefundRecord = { refund: RazorpayRefund; owner: Owner };
type PaymentRecord = { payment: RazorpayPayment; owner: Owner };

/** Orders, payments and refunds of all accounts. Nothing here waits, so that two who pay at once pay one after the other. */
export class RazorpayBooks {
  readonly things: PaymentThings;
  readonly #outbox: PaymentOutbox;

  constructor(things: PaymentThings, outbox: PaymentOutbox) {
    this.things = things;
    this.#outbox = outbox;
  }

  /** Writes what is told of an event; nothing where nobody knows whom to tell. */
  tell(event: string, { origin }: Owner, entities: Record<string, unknown>): Webhook[] {
    if (origin === null) return [];
    const body = JSON.stringify({
      entity: 'event',
      account_id: 'acc_sandbox',
      event,
      contains: Object.keys(entities),
      payload: Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }])),
      created_at: nowSeconds(),
    });
    const headers = {
      'Content-Type': 'application/json',
      'X-Razorpay-Event-Id': newRazorpayId('evt'),
      'X-Razorpay-Signature': hmacHex('sha256', WEBHOOK_SECRET, body),
    };
    return [this.#outbox.add({ vendor: 'razorpay', event, url: origin + WEBHOOK_PATH, headers, body })];
  }

  createOrder(
    key: RazorpayKey,
    asked: { amount: number; currency: string; receipt: string | null; notes: Notes },
  ): RazorpayAnswer {
    const order: RazorpayOrder = {
      id: newRazorpayId('order'),
      entity: 'order',
      ...asked,
      amount_paid: 0,
      amount_due: asked.amount,
      offer_id: null,
      status: 'created',
      attempts: 0,
      created_at: nowSeconds(),
    };
    this.#keepOrder({ order, owner: { ...key, origin: null } });
    return answer(order);
  }

  #keepOrder(record: OrderRecord): void {
    this.things.put('razorpay.order', record.order.id, record, record.owner.key_id);
  }

  #findOrder(id: string, keyId: string): OrderRecord | undefined {
    const record = this.things.get<OrderRecord>('razorpay.order', id);
    return record?.owner.key_id === keyId ? record : undefined;
  }

  readOrder(key: RazorpayKey, id: string): RazorpayAnswer {
    const record = this.#findOrder(id, key.key_id);
    return record ? answer(record.order) : refuse(UNKNOWN_ID);
  }

  listPayments(key: RazorpayKey, orderId: string): RazorpayAnswer {
    if (!this.#findOrder(orderId, key.key_id)) return refuse(UNKNOWN_ID);
    const records = this.things.list<PaymentRecord>('razorpay.payment', orderId, RAZORPAY_PAYMENTS_MAX);
    const items = records.map(({ payment }) => payment);
    return answer({ entity: 'collection', count: items.length, items });
  }

  /** @param parent the order, or the subscription, that it pays */
  addPayment(owner: Owner, parent: string, own: Partial<RazorpayPayment>): RazorpayPayment {
    const payment: RazorpayPayment = {
      id: newRazorpayId('pay'),
      entity: 'payment',
      amount: 0,
      currency: 'USD',
      status: 'captured',
      order_id: null,
      invoice_id: null,
      international: true,
      method: 'card',
      amount_refunded: 0,
      refund_status: null,
      captured: true,
      description: null,
      email: 'payer@example.com',
      notes: [],
      fee: 0,
      tax: 0,
      error_code: null,
      error_description: null,
      created_at: nowSeconds(),
      ...own,
    };
    this.things.put('razorpay.payment', payment.id, { payment, owner } satisfies PaymentRecord, parent);
    return payment;
  }

  /** Pays an order, as the checkout does. @param origin where the checkout is, and so the product that hears of it */
  payOrder(keyId: string, id: string, outcome: Outcome, origin: string): RazorpayAnswer {
    const record = this.#findOrder(id, keyId);
    if (!record) return refuse(UNKNOWN_ID);
    if (record.order.status === 'paid') return refuse('This order has been paid already.');
    const owner = { ...record.owner, origin };
    const { amount, currency, notes } = record.order;
    const attempts = record.order.attempts + 1;
    const common = { amount, currency, order_id: id, notes };
    if (outcome === 'fail') {
      const why = { error_code: 'BAD_REQUEST_ERROR', error_description: 'Your payment was declined by the bank.' };
      const failed = { ...common, ...why, status: 'failed', captured: false } as const;
      const payment = this.addPayment(owner, id, failed);
      this.#keepOrder({ order: { ...record.order, status: 'attempted', attempts }, owner });
      const webhooks = this.tell('payment.failed', owner, { payment });
      return { ...refuse(why.error_description), webhooks };
    }
    const payment = this.addPayment(owner, id, common);
    const order: RazorpayOrder = { ...record.order, status: 'paid', attempts, amount_paid: amount, amount_due: 0 };
    this.#keepOrder({ order, owner });
    const webhooks = [
      ...this.tell('payment.captured', owner, { payment }),
      ...this.tell('order.paid', owner, { payment, order }),
    ];
    if (outcome === 'pay_twice') {
      const second = this.addPayment(owner, id, common);
      webhooks.push(...this.tell('payment.captured', owner, { payment: second }));
    }
    const signature = hmacHex('sha256', owner.key_secret, `${id}|${payment.id}`);
    const proof = { razorpay_payment_id: payment.id, razorpay_order_id: id, razorpay_signature: signature };
    return answer(proof, webhooks);
  }

  /** @param idempotencyKey the same refund asked for again with it is the same refund */
  refund(
    key: RazorpayKey,
    paymentId: string,
    asked: { amount: number | undefined; notes: Notes; receipt: string | null },
    idempotencyKey: string | undefined,
  ): RazorpayAnswer {
    const known = idempotencyKey && this.things.get<RazorpayRefund>('razorpay.refund-key', idempotencyKey);
    if (known) {
      const isSame = known.payment_id === paymentId && (asked.amount ?? known.amount) === known.amount;
      return isSame ? answer(known) : refuse('Different request with the same idempotency key.');
    }
    const record = this.things.get<PaymentRecord>('razorpay.payment', paymentId);
    if (record?.owner.key_id !== key.key_id) return refuse(UNKNOWN_ID);
    const { payment, owner } = record;
    const left = payment.amount - payment.amount_refunded;
    const amount = asked.amount ?? left;
    if (payment.status === 'failed') return refuse('The payment status should be captured for action to be taken');
    if (left === 0) return refuse('The payment has been fully refunded already');
    if (amount > left) return refuse('The total refund amount is greater than the refund payment amount', 'amount');
    const refund: RazorpayRefund = {
      id: newRazorpayId('rfnd'),
      entity: 'refund',
      amount,
      currency: payment.currency,
      payment_id: paymentId,
      notes: asked.notes,
      receipt: asked.receipt,
      status: 'processed',
      speed_processed: 'normal',
      created_at: nowSeconds(),
    };
    const isFull = amount === left;
    const after: RazorpayPayment = {
      ...payment,
      amount_refunded: payment.amount_refunded + amount,
      refund_status: isFull ? 'full' : 'partial',
      status: isFull ? 'refunded' : 'captured',
    };
    this.things.put('razorpay.payment', paymentId, { payment: after, owner } satisfies PaymentRecord);
    this.things.put('razorpay.refund', refund.id, { refund, owner } satisfies RefundRecord);
    if (idempotencyKey) this.things.put('razorpay.refund-key', idempotencyKey, refund);
    return answer(refund, this.tell('refund.processed', owner, { refund, payment: after }));
  }

  readRefund(key: RazorpayKey, id: string): RazorpayAnswer {
    const record = this.things.get<RefundRecord>('razorpay.refund', id);
    return record?.owner.key_id === key.key_id ? answer(record.refund) : refuse(UNKNOWN_ID);
  }

  createPlan(key: RazorpayKey, asked: Pick<RazorpayPlan, 'period' | 'interval' | 'notes'> & { item: NewItem }) {
    const item: RazorpayPlan['item'] = { id: newRazorpayId('item'), active: true, ...asked.item };
    const plan: RazorpayPlan = { id: newRazorpayId('plan'), entity: 'plan', ...asked, item, created_at: nowSeconds() };
    this.things.put('razorpay.plan', plan.id, plan, key.key_id);
    return answer(plan);
  }

  /** @param mayExist whether somebody who is known by this address is given again */
  createCustomer(key: RazorpayKey, asked: { name: string; email: string }, mayExist: boolean): RazorpayAnswer {
    const address = `${key.key_id} ${asked.email}`;
    const known = this.things.get<RazorpayCustomer>('razorpay.customer', address);
    if (known) return mayExist ? answer(known) : refuse('Customer already exists for the merchant');
    const id = newRazorpayId('cust');
    const customer: RazorpayCustomer = { id, entity: 'customer', ...asked, created_at: nowSeconds() };
    this.things.put('razorpay.customer', address, customer, key.key_id);
    return answer(customer);
  }
}

type NewItem = Omit<RazorpayPlan['item'], 'id' | 'active'>;
