import { PAYMENT_LIST_MAX, RAZORPAY_INVOICES_MAX } from '../limits.ts';
import { hmacHex } from '../vendors/hmac.ts';
import {
  type Notes,
  newRazorpayId,
  type Owner,
  type RazorpayInvoice,
  type RazorpayPlan,
  type RazorpaySubscription,
} from '../vendors/razorpay-things.ts';
import type { Webhook } from './payment-outbox.ts';
import {
  answer,
  nowSeconds,
  type Outcome,
  type RazorpayAnswer,
  type RazorpayBooks,
  type RazorpayKey,
  refuse,
  UNKNOWN_ID,
} from './razorpay-books.ts';

/** @property next begins with the next cycle; `endsWithCycle`: then there is none */
type Kept = {
  subscription: RazorpaySubscription;
  owner: Owner;
  next: { planId: string; remainingCount: number | null } | null;
  endsWithCycle: boolean;
};

/** A subscription as the page of the sandbox lists it. */
export type ListedSubscription = Pick<
  RazorpaySubscription,
  'id' | 'status' | 'paid_count' | 'total_count' | 'current_end'
> & { plan: string; amount: number; currency: string };

const MONTHS: Readonly<Record<RazorpayPlan['period'], number>> = {
  daily: 0,
  weekly: 0,
  monthly: 1,
  quarterly: 3,
  yearly: 12,
};
const DAYS: Readonly<Partial<Record<RazorpayPlan['period'], number>>> = { daily: 1, weekly: 7 };
const DAY_SECONDS = 86_400;

/** The end of a cycle that begins at a moment; of a month that is too short, its last day. */
export const endOfCycle = (start: number, { period, interval }: Pick<RazorpayPlan, 'period' | 'interval'>): number => {
  const days = DAYS[period];
  if (days !== undefined) return start + days * interval * DAY_SECONDS;
  const from = new Date(start * 1_000);
  const end = new Date(from);
  end.setUTCDate(1);
  end.setUTCMonth(end.getUTCMonth() + MONTHS[period] * interval);
  const lastDay = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
  end.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return Math.floor(end.getTime() / 1_000);
};

const OVER: readonly RazorpaySubscription['status'][] = ['cancelled', 'completed'];

/** Subscriptions of all accounts. Their cycles pass when somebody says so: nobody waits a month here. */
export class RazorpaySubscriptions {
  readonly #books: RazorpayBooks;

  constructor(books: RazorpayBooks) {
    this.#books = books;
  }

  #keep(record: Kept): void {
    this.#books.things.put('razorpay.subscription', record.subscription.id, record, record.owner.key_id);
  }

  #find(id: string, keyId?: string): Kept | undefined {
    const record = this.#books.things.get<Kept>('razorpay.subscription', id);
    return keyId === undefined || record?.owner.key_id === keyId ? record : undefined;
  }

  #planOf(id: string): RazorpayPlan | undefined {
    return this.#books.things.get<RazorpayPlan>('razorpay.plan', id);
  }

  create(
    key: RazorpayKey,
    asked: { plan_id: string; total_count: number; quantity: number; customer_id: string | null; notes: Notes },
  ): RazorpayAnswer {
    if (!this.#planOf(asked.plan_id)) return refuse(UNKNOWN_ID, 'plan_id');
    const id = newRazorpayId('sub');
    const subscription: RazorpaySubscription = {
      id,
      entity: 'subscription',
      ...asked,
      status: 'created',
      current_start: null,
      current_end: null,
      ended_at: null,
      charge_at: null,
      paid_count: 0,
      remaining_count: asked.total_count,
      customer_notify: true,
      short_url: `https://rzp.io/i/${id.slice(-7)}`,
      has_scheduled_changes: false,
      created_at: nowSeconds(),
    };
    this.#keep({ subscription, owner: { ...key, origin: null }, next: null, endsWithCycle: false });
    return answer(subscription);
  }

  read(key: RazorpayKey, id: string): RazorpayAnswer {
    const record = this.#find(id, key.key_id);
    return record ? answer(record.subscription) : refuse(UNKNOWN_ID);
  }

  list(): ListedSubscription[] {
    return this.#books.things
      .list<Kept>('razorpay.subscription', undefined, PAYMENT_LIST_MAX)
      .map(({ subscription: { id, status, paid_count, total_count, current_end, plan_id } }) => {
        const { name = '', amount = 0, currency = 'USD' } = this.#planOf(plan_id)?.item ?? {};
        return { id, status, paid_count, total_count, current_end, plan: name, amount, currency };
      });
  }

  /** Charges a cycle that begins at a moment, and tells of it. */
  #charge(record: Kept, start: number, first: readonly string[]): { paymentId: string; webhooks: Webhook[] } {
    const { subscription, owner } = record;
    const planId = record.next?.planId ?? subscription.plan_id;
    const plan = this.#planOf(planId);
    if (!plan) throw new Error(`a subscription of no plan: ${planId}`);
    const end = endOfCycle(start, plan);
    const payment = this.#bill(record, plan, { start, end });
    const paid_count = subscription.paid_count + 1;
    const left = record.next?.remainingCount ?? subscription.total_count - subscription.paid_count;
    const total_count = subscription.paid_count + left;
    const remaining_count = Math.max(0, left - 1);
    const after: RazorpaySubscription = {
      ...subscription,
      plan_id: planId,
      status: remaining_count === 0 ? 'completed' : 'active',
      current_start: start,
      current_end: end,
      charge_at: remaining_count === 0 ? null : end,
      ended_at: remaining_count === 0 ? end : null,
      total_count,
      paid_count,
      remaining_count,
      has_scheduled_changes: false,
    };
    this.#keep({ ...record, subscription: after, next: null });
    const told = [...first, ...(remaining_count === 0 ? ['subscription.completed'] : [])];
    const webhooks = [
      ...told.flatMap((event) => this.#books.tell(event, owner, { subscription: after })),
      ...this.#books.tell('payment.captured', owner, { payment }),
      ...this.#books.tell('invoice.paid', owner, { payment }),
      ...this.#books.tell('subscription.charged', owner, { subscription: after, payment }),
    ];
    return { paymentId: payment.id, webhooks };
  }

  /** The bill of a cycle, and its payment. */
  #bill({ subscription, owner }: Kept, { item }: RazorpayPlan, { start, end }: { start: number; end: number }) {
    const id = newRazorpayId('inv');
    const amount = item.amount * subscription.quantity;
    const { currency } = item;
    const order_id = newRazorpayId('order');
    const payment = this.#books.addPayment(owner, subscription.id, { amount, currency, order_id, invoice_id: id });
    const invoice: RazorpayInvoice = {
      ...({ id, entity: 'invoice', subscription_id: subscription.id, order_id, payment_id: payment.id } as const),
      ...({ status: 'paid', amount, amount_paid: amount, amount_due: 0, currency } as const),
      ...({ billing_start: start, billing_end: end, type: 'invoice', notes: [] } as const),
      created_at: nowSeconds(),
    };
    this.#books.things.put('razorpay.invoice', id, invoice, subscription.id);
    return payment;
  }

  listInvoices(key: RazorpayKey, subscriptionId: string): RazorpayAnswer {
    if (!this.#find(subscriptionId, key.key_id)) return refuse(UNKNOWN_ID, 'subscription_id');
    const items = this.#books.things.list<RazorpayInvoice>('razorpay.invoice', subscriptionId, RAZORPAY_INVOICES_MAX);
    return answer({ entity: 'collection', count: items.length, items });
  }

  /** Begins it, as the checkout does. */
  begin(keyId: string, id: string, outcome: Outcome, origin: string): RazorpayAnswer {
    const record = this.#find(id, keyId);
    if (!record) return refuse(UNKNOWN_ID);
    if (record.subscription.status !== 'created') return refuse('This subscription has begun already.');
    const owner = { ...record.owner, origin };
    if (outcome === 'fail') {
      this.#keep({ ...record, owner });
      return refuse('Your payment was declined by the bank.');
    }
    const began = ['subscription.authenticated', 'subscription.activated'];
    const { paymentId, webhooks } = this.#charge({ ...record, owner }, nowSeconds(), began);
    const razorpay_signature = hmacHex('sha256', owner.key_secret, `${paymentId}|${id}`);
    return answer({ razorpay_payment_id: paymentId, razorpay_subscription_id: id, razorpay_signature }, webhooks);
  }

  /** Lets its cycle end: the next one is charged, or fails to be, unless it ends with this one. */
  renew(id: string, outcome: 'pay' | 'fail'): RazorpayAnswer {
    const record = this.#find(id);
    if (!record) return refuse(UNKNOWN_ID);
    const { subscription, owner } = record;
    const { status, current_end } = subscription;
    if (current_end === null || OVER.includes(status))
      return refuse(`A subscription that is ${status} has no next cycle.`);
    if (record.endsWithCycle) return this.#end(record, current_end);
    if (outcome === 'pay') {
      const again = status === 'active' ? [] : ['subscription.activated'];
      const { webhooks } = this.#charge(record, current_end, again);
      return answer(this.#find(id)?.subscription, webhooks);
    }
    const next = status === 'active' ? 'pending' : 'halted';
    const after: RazorpaySubscription = { ...subscription, status: next };
    this.#keep({ ...record, subscription: after });
    return answer(after, this.#books.tell(`subscription.${next}`, owner, { subscription: after }));
  }

  #end(record: Kept, at: number): RazorpayAnswer {
    const { subscription, owner } = record;
    const after: RazorpaySubscription = { ...subscription, status: 'cancelled', ended_at: at, charge_at: null };
    this.#keep({ ...record, subscription: after });
    return answer(after, this.#books.tell('subscription.cancelled', owner, { subscription: after }));
  }

  cancel(key: RazorpayKey, id: string, atCycleEnd: boolean): RazorpayAnswer {
    const record = this.#find(id, key.key_id);
    if (!record) return refuse(UNKNOWN_ID);
    const { status } = record.subscription;
    if (OVER.includes(status)) return refuse(`Subscription is not cancellable in ${status} status.`);
    if (!atCycleEnd) return this.#end(record, nowSeconds());
    if (record.subscription.current_end === null) {
      return refuse('Subscription cannot be cancelled since no billing cycle is going on');
    }
    this.#keep({ ...record, endsWithCycle: true });
    return answer(record.subscription);
  }

  /** Another plan, from the next cycle on. */
  change(key: RazorpayKey, id: string, planId: string, remainingCount: number | null): RazorpayAnswer {
    const record = this.#find(id, key.key_id);
    if (!record) return refuse(UNKNOWN_ID);
    if (!this.#planOf(planId)) return refuse(UNKNOWN_ID, 'plan_id');
    const { status } = record.subscription;
    if (status !== 'authenticated' && status !== 'active') {
      return refuse(`Can't update subscription when subscription is not in Authenticated or Active state`);
    }
    const after: RazorpaySubscription = { ...record.subscription, has_scheduled_changes: true };
    this.#keep({ ...record, subscription: after, next: { planId, remainingCount } });
    return answer(after, this.#books.tell('subscription.updated', record.owner, { subscription: after }));
  }

  /** Lets a change that is planned be none. */
  undoChange(key: RazorpayKey, id: string): RazorpayAnswer {
    const record = this.#find(id, key.key_id);
    if (!record) return refuse(UNKNOWN_ID);
    if (!record.next) return refuse('There are no scheduled changes to cancel.');
    const after: RazorpaySubscription = { ...record.subscription, has_scheduled_changes: false };
    this.#keep({ ...record, subscription: after, next: null });
    return answer(after, this.#books.tell('subscription.updated', record.owner, { subscription: after }));
  }
}
