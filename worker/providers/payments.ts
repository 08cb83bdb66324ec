import type { SUBSCRIPTION_STATUSES } from '../contract/money-states.ts';
import type { ProcessorId } from '../contract/processors.ts';

/** An amount in the hundredths of its currency, never a fraction; every currency that is sold in has two decimals. */
export type Money = { amountMinor: number; currency: string };

/** What is to be paid. */
export type NewOrder = {
  /** Our own id of the order, at most 40 characters; the processor repeats it. */
  reference: string;
  money: Money;
  /** One short line that the payer reads. */
  description: string;
  /** Who pays, for the processor's form. */
  email: string | undefined;
  /** Where the payer's browser comes back to, with GET or POST. */
  returnUrl: string;
  /** Where the processor tells what happened, if it is told so with each order. */
  webhookUrl: string;
};

/** What the script is called with; nothing in it is secret. */
export type CheckoutOptions = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/** How the page lets somebody pay: a script that opens a dialog, a form that is sent, or an address that is opened. */
export type Checkout =
  | { kind: 'script'; scriptUrl: string; options: CheckoutOptions }
  | { kind: 'form'; action: string; fields: readonly (readonly [name: string, value: string])[] }
  | { kind: 'page'; url: string };

/** @property orderId the processor's id, or our reference where it has none */
export type CreatedOrder = { orderId: string; checkout: Checkout };

/** A payment as the processor tells of it; `reason` says why it failed. */
export type Payment = {
  paymentId: string;
  /** As in `CreatedOrder`; null for a payment of no order of ours. */
  orderId: string | null;
  /** Our own id, as far as the processor repeats it. */
  reference: string | null;
  status: 'pending' | 'received' | 'underpaid' | 'failed' | 'refunded';
  /** What has come, or for a payment that failed, what should have. */
  money: Money;
  reason: string | null;
};

/** An order as its processor has it. `payments` holds more than one that came where somebody has paid twice. */
export type OrderState = {
  orderId: string;
  reference: string | null;
  status: 'open' | 'paid' | 'underpaid' | 'failed';
  asked: Money;
  received: Money;
  payments: readonly Payment[];
};

/** `reference` is our own id of it, 10 to 40 characters; see `tellsRefundsApart` for what it is asked again with it. */
export type NewRefund = { reference: string; orderId: string; paymentId: string; money: Money; comment: string };

/** @property refundId the processor's id; one of our making where he has none */
export type Refund = {
  refundId: string;
  /** Our own id, as far as the processor repeats it. */
  reference: string | null;
  paymentId: string;
  orderId: string | null;
  status: 'pending' | 'made' | 'failed';
  money: Money;
};

/** A subscription as its processor has it; times in ms since 1970. */
export type Subscription = {
  subscriptionId: string;
  planId: string;
  reference: string | null;
  status: (typeof SUBSCRIPTION_STATUSES)[number];
  /** The cycle that is paid for. */
  periodStartAt: number | null;
  periodEndAt: number | null;
  nextChargeAt: number | null;
  endedAt: number | null;
  paidCycles: number;
  /** Whether another plan is to begin at the cycle's end. */
  hasScheduledChange: boolean;
};

export type NewPlan = { name: string; period: 'monthly' | 'yearly'; money: Money };
export type NewSubscription = {
  reference: string;
  planId: string;
  customerId: string | undefined;
  /** How often it is charged at most. */
  cycles: number;
  description: string;
  email: string | undefined;
};

/** A payment of a subscription with the cycle that it paid; times in ms since 1970. */
export type CyclePayment = { payment: Payment; periodStartAt: number | null; periodEndAt: number | null };

/** Whoever sells by subscription. Every call throws only ProviderError. */
export type SubscriptionSeller = {
  /** Whose plans and customers these are: another account knows none of them. */
  readonly account: string;
  /** @returns the id of somebody whom the processor may know already by this address */
  createCustomer(customer: { name: string; email: string }, signal: AbortSignal): Promise<string>;
  /** @returns the plan's id: it is to be kept, since each call makes another */
  createPlan(plan: NewPlan, signal: AbortSignal): Promise<string>;
  /** It begins when somebody pays at the checkout. */
  create(wanted: NewSubscription, signal: AbortSignal): Promise<{ subscription: Subscription; checkout: Checkout }>;
  find(subscriptionId: string, signal: AbortSignal): Promise<Subscription | undefined>;
  /** What has been paid for it, oldest first; of more than a hundred cycles, the last hundred. */
  listPayments(subscriptionId: string, signal: AbortSignal): Promise<readonly CyclePayment[]>;
  /** Another plan from the cycle's end on, `cycles` times at most. */
  change(subscriptionId: string, next: { planId: string; cycles: number }, signal: AbortSignal): Promise<Subscription>;
  /** Lets a change that is planned be none. */
  undoChange(subscriptionId: string, signal: AbortSignal): Promise<Subscription>;
  cancel(subscriptionId: string, at: 'now' | 'cycle_end', signal: AbortSignal): Promise<Subscription>;
  /** The id of the payment that began it, if the fields that a browser came back with prove one. */
  verifyReturn(subscriptionId: string, fields: Readonly<Record<string, string>>): string | undefined;
};

/**
 * What a processor tells. `eventId` is the same when it is told again, but whoever repeats a message may change it: that
 * a payment counts once is for its own id to guard. `occurredAt` is in ms since 1970, null where it
 * is not told. `other` is anything that moves no money of ours.
 */
export type PaymentEvent = { eventId: string; occurredAt: number | null } & (
  | { kind: 'payment'; payment: Payment }
  | { kind: 'refund'; refund: Refund }
  | { kind: 'subscription_charged'; subscription: Subscription; payment: Payment }
  | { kind: 'subscription'; subscription: Subscription }
  | { kind: 'other'; name: string }
);

/** `forged`: not signed by the processor. `unreadable`: signed, but not in the form that was agreed. */
export type WebhookVerdict =
  | { ok: true; event: PaymentEvent; answer: { contentType: string; body: string } }
  | { ok: false; reason: 'forged' | 'unreadable' };

/** A processor of payments. Every call that goes out throws only ProviderError. */
export type PaymentProcessor = {
  readonly id: ProcessorId;
  /** Played by the sandbox: no real money moves. */
  readonly isDemo: boolean;
  createOrder(order: NewOrder, signal: AbortSignal): Promise<CreatedOrder>;
  /** Asks how an order stands, for one whose webhook is missed. Undefined where the processor knows of none. */
  findOrder(orderId: string, signal: AbortSignal): Promise<OrderState | undefined>;
  /**
   * The id of the payment that the fields prove which a browser came back with; how much it was, `findOrder` says. A
   * processor whose return proves nothing has no such call.
   */
  verifyReturn?(orderId: string, fields: Readonly<Record<string, string>>): string | undefined;
  /** Gives money back; a processor that cannot by itself has no such call. */
  refund?(refund: NewRefund, signal: AbortSignal): Promise<Refund>;
  /**
   * Whether refunds have ids of their own there: each is told of by itself, and one that is asked for again with its
   * reference is made once. Otherwise all that is told is that the whole payment is back, and asked for again it is
   * another refund.
   */
  readonly tellsRefundsApart: boolean;
  /** Undefined where the processor knows of none. */
  findRefund?(refundId: string, signal: AbortSignal): Promise<Refund | undefined>;
  readonly subscriptions?: SubscriptionSeller;
  /** Reads what came to the webhook's address. @param body as it came: the signature is over its bytes */
  parseWebhook(headers: Headers, body: Uint8Array): WebhookVerdict;
};
