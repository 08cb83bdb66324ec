import { createHmac } from 'node:crypto';
import type { ProcessorId } from '../../worker/contract/processors.ts';
import { SANDBOX_ACCOUNTS } from '../../worker/providers/payment-registry.ts';

// What the three processors send, signed as each of them signs it, for more orders than anybody clicks through a page.

/** A webhook on its way; `again` is the same told another time, as far as its sender may change it. */
export type Told = { processor: ProcessorId; headers: Record<string, string>; body: string };

/** What is told of an order: our reference, the processor's ids, and the money in hundredths. */
export type Paid = { reference: string; orderId: string; paymentId: string; amountMinor: number; currency: string };

const decimal = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** @param eventId one that is not signed, and so may be another when it is told again */
export const toldByRazorpay = (
  event: 'payment.captured' | 'payment.failed' | 'order.paid',
  { reference, orderId, paymentId, amountMinor: amount, currency }: Paid,
  eventId: string,
): Told => {
  const isFailed = event === 'payment.failed';
  const payment = {
    ...{ id: paymentId, entity: 'payment', amount, currency, order_id: orderId, invoice_id: null },
    ...{ status: isFailed ? 'failed' : 'captured', captured: !isFailed, notes: { reference } },
    ...{ error_code: isFailed ? 'BAD_REQUEST_ERROR' : null, error_description: isFailed ? 'Declined.' : null },
  };
  const order = { id: orderId, entity: 'order', amount, amount_paid: amount, amount_due: 0, currency, status: 'paid' };
  const payload = { payment: { entity: payment }, ...(event === 'order.paid' ? { order: { entity: order } } : {}) };
  const body = JSON.stringify({ entity: 'event', event, contains: Object.keys(payload), payload, created_at: 1.8e9 });
  const [{ secret }] = SANDBOX_ACCOUNTS.razorpay.webhookSecrets;
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    processor: 'razorpay',
    headers: {
      'Content-Type': 'application/json',
      'X-Razorpay-Event-Id': eventId,
      'X-Razorpay-Signature': signature,
    },
    body,
  };
};

/** @param form as what it comes: JSON, or a form whose one field is named by the whole of it */
export const toldByWayForPay = (
  transactionStatus: 'Approved' | 'Declined' | 'Refunded',
  { reference, amountMinor, currency }: Paid,
  form: 'json' | 'named',
): Told => {
  const { merchantAccount, secretKey } = SANDBOX_ACCOUNTS.wayforpay;
  const amount = amountMinor / 100;
  const reasonCode = transactionStatus === 'Declined' ? 1101 : 1100;
  const [authCode, cardPan] = ['541963', '41****8217'];
  const signed = [merchantAccount, reference, amount, currency, authCode, cardPan, transactionStatus, reasonCode];
  const merchantSignature = createHmac('md5', secretKey).update(signed.join(';')).digest('hex');
  const json = JSON.stringify({
    ...{ merchantAccount, orderReference: reference, merchantSignature, amount, currency, authCode, cardPan },
    ...{ transactionStatus, reason: 'Ok', reasonCode },
  });
  return form === 'json'
    ? { processor: 'wayforpay', headers: { 'Content-Type': 'application/json' }, body: json }
    : {
        processor: 'wayforpay',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams([[json, '']]).toString(),
      };
};

/** @param receivedMinor what has come, which in crypto may be less or more than was asked */
export const toldByWhitePay = (
  event: 'order::completed' | 'order::partially_fulfilled',
  { reference, orderId, amountMinor, currency }: Paid,
  receivedMinor: number,
): Told => {
  const order = {
    ...{ id: orderId, status: event === 'order::completed' ? 'COMPLETE' : 'PARTIALLY_FULFILLED', currency },
    ...{ value: decimal(amountMinor), received_total: decimal(receivedMinor), external_order_id: reference },
    acquiring_url: 'https://pay.example/orders/1',
  };
  const body = JSON.stringify({ event_type: event, order });
  const { webhookSecret } = SANDBOX_ACCOUNTS.whitepay;
  // It signs what its own writer makes of the body, which escapes slashes, and sends it without.
  const signature = createHmac('sha256', webhookSecret).update(body.replaceAll('/', '\\/')).digest('hex');
  return { processor: 'whitepay', headers: { 'Content-Type': 'application/json', Signature: signature }, body };
};
