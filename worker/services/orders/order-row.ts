import type { Order, OrderStatus } from '../../contract/orders.ts';
import type { Checkout, Currency, ProcessorId } from '../../contract/processors.ts';

/** SQL: an order with what it gave. To be followed by a condition on `o`. */
export const SELECT_ORDERS = `
  SELECT o.id, o.user_id AS userId, o.processor, o.processor_order_id AS processorOrderId, o.status, o.credits,
    o.amount_minor AS amountMinor, o.currency, o.minor_per_usd AS minorPerUsd, o.is_demo AS isDemo,
    o.created_at AS createdAt, o.paid_at AS paidAt, o.checkout, p.id AS paymentId, p.credits AS receivedCredits
  FROM orders o LEFT JOIN payments p ON p.order_id = o.id AND p.ledger_id IS NOT NULL`;

export type OrderRow = {
  id: string;
  userId: string;
  processor: ProcessorId;
  processorOrderId: string | null;
  status: OrderStatus;
  credits: number;
  amountMinor: number;
  currency: Currency;
  minorPerUsd: number;
  isDemo: number;
  createdAt: number;
  paidAt: number | null;
  checkout: string | null;
  paymentId: string | null;
  receivedCredits: number | null;
};

const isPayable = (status: OrderStatus): boolean => status === 'open' || status === 'failed';

/** The order as its owner sees it; how to pay it is told only while it can be paid. */
export const toOrder = ({ userId: _, isDemo, checkout, receivedCredits, ...row }: OrderRow): Order => ({
  ...row,
  isDemo: isDemo === 1,
  receivedCredits: receivedCredits ?? 0,
  checkout: checkout !== null && isPayable(row.status) ? (JSON.parse(checkout) as Checkout) : null,
});
