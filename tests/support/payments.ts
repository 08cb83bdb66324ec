import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Order } from '../../worker/contract/orders.ts';
import type { Currency, ProcessorId } from '../../worker/contract/processors.ts';
import type { Checkout } from '../../worker/providers/payments.ts';
import { createOrder } from '../../worker/services/orders/create-order.ts';
import { api } from './api.ts';
import { type TestContext, testContext } from './context.ts';
import type { TestUser } from './users.ts';

/** Where checkouts are opened, and so where webhooks go: a host that the sandbox plays, so that nothing leaves. */
export const SHOP = 'https://receiver.ozvena.example';

export type SentWebhook = {
  id: number;
  vendor: string;
  event: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  status: 'waiting' | 'thanked' | 'refused' | 'lost';
  answer: number | null;
};

/** What was told about an order or a subscription, the oldest first. */
export const listWebhooks = async (text: string): Promise<SentWebhook[]> => {
  const reply = await env.SANDBOX.fetch(`${SHOP}/sandbox/payments.json?text=${encodeURIComponent(text)}`);
  return ((await reply.json()) as { webhooks: SentWebhook[] }).webhooks.reverse();
};

/** Waits until all that was told about it has a certain fate. */
export const settledWebhooks = async (text: string): Promise<SentWebhook[]> => {
  for (;;) {
    const webhooks = await listWebhooks(text);
    if (webhooks.every(({ status }) => status !== 'waiting')) return webhooks;
    await new Promise((ready) => setTimeout(ready, 20));
  }
};

/** How often each event about it came to the shop. */
export const countReceived = async (path: string, text: string): Promise<number> => {
  const reply = await env.SANDBOX.fetch(`${SHOP}/sandbox/receiver.json?path=${path}`);
  const { calls } = (await reply.json()) as { calls: { body: string }[] };
  return calls.filter(({ body }) => decodeURIComponent(body).includes(text)).length;
};

export const webhookOf = ({ headers, body }: SentWebhook): [Headers, Uint8Array] => [
  new Headers(headers),
  new TextEncoder().encode(body),
];

const postForm = (path: string, fields: Record<string, string>): Promise<Response> =>
  env.SANDBOX.fetch(`${SHOP}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });

/** Chooses at Razorpay's checkout, as its script does. */
export const chooseAtRazorpay = async (
  checkout: Checkout,
  outcome: 'pay' | 'fail' | 'pay_twice',
): Promise<{ status: number; said: Record<string, string> }> => {
  if (checkout.kind !== 'script') throw new Error('this is no checkout of Razorpay');
  const { key, order_id, subscription_id } = checkout.options;
  const reply = await env.SANDBOX.fetch(`${SHOP}/sandbox/razorpay/pay`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key, order_id, subscription_id, outcome }),
  });
  return { status: reply.status, said: await reply.json() };
};

/** Lets a subscription's cycle end. */
export const renewAtRazorpay = async (subscriptionId: string, outcome: 'pay' | 'fail' = 'pay'): Promise<number> =>
  (await postForm(`/sandbox/payments/subscriptions/${subscriptionId}/renew`, { outcome })).status;

/** Opens WayForPay's page with a form and chooses there. @returns the fields that the browser takes back to the shop */
export const chooseAtWayForPay = async (
  checkout: Checkout,
  outcome: 'pay' | 'fail',
): Promise<{ opened: number; status: number; fields: Record<string, string> }> => {
  if (checkout.kind !== 'form') throw new Error('this is no form of WayForPay');
  const form = Object.fromEntries(checkout.fields);
  const opened = await postForm(checkout.action, form);
  await opened.body?.cancel();
  const { merchantAccount = '', orderReference = '' } = form;
  const done = await postForm('/sandbox/wayforpay/done', { merchantAccount, orderReference, outcome });
  const page = await done.text();
  const found = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const fields = Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
  return { opened: opened.status, status: done.status, fields };
};

/** Chooses at WhitePay's page. @returns where it leads, if it leads anywhere */
export const chooseAtWhitePay = async (
  checkout: Checkout,
  outcome: 'pay' | 'pay_half' | 'pay_twice' | 'decline',
): Promise<{ status: number; location: string | null }> => {
  if (checkout.kind !== 'page') throw new Error('this is no page of WhitePay');
  const reply = await postForm(new URL(checkout.url).pathname, { outcome });
  await reply.body?.cancel();
  return { status: reply.status, location: reply.headers.get('location') };
};

/** Orders what is to happen to a webhook on its way. */
export const orderWebhookFault = async (
  vendor: string,
  text: string,
  fault: Record<string, unknown>,
  event?: string,
) => {
  const match = { text_includes: text, ...(event ? { path_prefix: `/${event}` } : {}) };
  const reply = await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ vendor: `${vendor}-webhooks`, match, fault }),
  });
  if (reply.status !== 201) throw new Error(`the fault was not taken: ${await reply.text()}`);
};

/** Has a webhook sent again, as one does in a processor's cabinet. */
export const sendAgain = async (id: number): Promise<void> => {
  const reply = await postForm(`/sandbox/payments/webhooks/${id}/send`, {});
  if (reply.status !== 303) throw new Error(`not sent again: ${reply.status}`);
};

/** Delivers a webhook to the app as its processor would. */
export const deliverWebhook = ({ url, headers, body }: SentWebhook): Promise<Response> =>
  api(new URL(url).pathname, { method: 'POST', headers, body });

/** Waits until something was told about an order, and delivers all of it, the oldest first. */
export const deliverAbout = async (text: string): Promise<SentWebhook[]> => {
  for (;;) {
    const webhooks = await listWebhooks(text);
    if (webhooks.length > 0) {
      for (const webhook of webhooks) expect((await deliverWebhook(webhook)).status).toBe(200);
      return webhooks;
    }
    await new Promise((ready) => setTimeout(ready, 20));
  }
};

type OrderWish = { credits?: number; processor?: ProcessorId; currency?: Currency };

/** A shop at `SHOP`: where its checkouts lead back to. */
export const shopContext = (): TestContext => {
  const ctx = testContext();
  return { ...ctx, config: { ...ctx.config, appOrigin: SHOP } };
};

/** Orders credits as the page does, for a shop at `SHOP`. */
export const orderCredits = ({ userId }: TestUser, wish: OrderWish = {}): Promise<Order> => {
  const { credits = 100, processor = 'razorpay', currency = 'USD' } = wish;
  return createOrder(shopContext(), { userId, clientOrderId: crypto.randomUUID(), credits, processor, currency });
};

/** How the page pays an order that can be paid. */
export const checkoutOf = ({ checkout }: Order): Checkout => {
  if (checkout === null) throw new Error('this order cannot be paid');
  return checkout;
};

/** An order that was paid and credited. @returns it with our id of its payment */
export const buyCredits = async (
  user: TestUser,
  wish: OrderWish = {},
): Promise<{ order: Order; paymentId: string }> => {
  const order = await orderCredits(user, wish);
  const checkout = checkoutOf(order);
  if (checkout.kind === 'script') await chooseAtRazorpay(checkout, 'pay');
  else if (checkout.kind === 'form') await chooseAtWayForPay(checkout, 'pay');
  else await chooseAtWhitePay(checkout, 'pay');
  await deliverAbout(order.processorOrderId ?? '');
  const paymentId = await env.DB.prepare('SELECT id FROM payments WHERE order_id = ?1 AND ledger_id IS NOT NULL')
    .bind(order.id)
    .first<string>('id');
  if (paymentId === null) throw new Error('the order was not credited');
  return { order, paymentId };
};

/** Gives money of a payment back as somebody does in Razorpay's dashboard. @returns the processor's id of the refund */
export const refundAtRazorpay = async (processorPaymentId: string, amountMinor: number): Promise<string> => {
  const reply = await env.SANDBOX.fetch(`https://api.razorpay.com/v1/payments/${processorPaymentId}/refund`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${btoa('rzp_test_sandbox:sandbox-razorpay-key')}`,
    },
    body: JSON.stringify({ amount: amountMinor }),
  });
  const refund = (await reply.json()) as { id?: string };
  if (refund.id === undefined) throw new Error(`not given back: ${JSON.stringify(refund)}`);
  return refund.id;
};
