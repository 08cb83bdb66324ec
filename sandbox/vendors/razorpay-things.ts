/** Razorpay's things as its API writes them; times in seconds. Empty notes are an empty list. */
export type Notes = Record<string, string> | [];

export type RazorpayOrder = {
  id: string;
  entity: 'order';
  amount: number;
  amount_paid: number;
  amount_due: number;
  currency: string;
  receipt: string | null;
  offer_id: null;
  status: 'created' | 'attempted' | 'paid';
  attempts: number;
  notes: Notes;
  created_at: number;
};

export type RazorpayPayment = {
  id: string;
  entity: 'payment';
  amount: number;
  currency: string;
  status: 'captured' | 'failed' | 'refunded';
  order_id: string | null;
  invoice_id: string | null;
  international: boolean;
  method: 'card';
  amount_refunded: number;
  refund_status: null | 'partial' | 'full';
  captured: boolean;
  description: string | null;
  email: string;
  notes: Notes;
  fee: number;
  tax: number;
  error_code: string | null;
  error_description: string | null;
  created_at: number;
};

export type RazorpayRefund = {
  id: string;
  entity: 'refund';
  amount: number;
  currency: string;
  payment_id: string;
  notes: Notes;
  receipt: string | null;
  status: 'processed';
  speed_processed: 'normal';
  created_at: number;
};

export type RazorpayPlan = {
  id: string;
  entity: 'plan';
  interval: number;
  period: 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly';
  item: { id: string; active: true; name: string; amount: number; currency: string; description: string | null };
  notes: Notes;
  created_at: number;
};

export type RazorpaySubscription = {
  id: string;
  entity: 'subscription';
  plan_id: string;
  customer_id: string | null;
  status: 'created' | 'authenticated' | 'active' | 'pending' | 'halted' | 'cancelled' | 'completed';
  current_start: number | null;
  current_end: number | null;
  ended_at: number | null;
  quantity: number;
  notes: Notes;
  charge_at: number | null;
  total_count: number;
  paid_count: number;
  remaining_count: number;
  customer_notify: boolean;
  short_url: string;
  has_scheduled_changes: boolean;
  created_at: number;
};

/** The bill of one cycle. */
export type RazorpayInvoice = {
  id: string;
  entity: 'invoice';
  subscription_id: string;
  order_id: string | null;
  payment_id: string;
  status: 'paid';
  amount: number;
  amount_paid: number;
  amount_due: 0;
  currency: string;
  billing_start: number;
  billing_end: number;
  type: 'invoice';
  notes: Notes;
  created_at: number;
};

export type RazorpayCustomer = { id: string; entity: 'customer'; name: string; email: string; created_at: number };

/** What is kept beside a thing and never shown: whose it is, and the page's origin, where webhooks go. */
export type Owner = { key_id: string; key_secret: string; origin: string | null };

const ID_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 14;

/** An id in the vendor's form, such as `order_EKwxwAgItmmXdp`. */
export const newRazorpayId = (prefix: string): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return `${prefix}_${Array.from(bytes, (byte) => ID_CHARS[byte % ID_CHARS.length]).join('')}`;
};
