import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import type { WhitePayOrder } from '../state/whitepay-books.ts';
import { deliverWebhooks } from '../vendors/payment-webhook.ts';
import { readBackAddress } from './back-address.ts';
import { backLink, checkoutView, outcomeView, writeMoney } from './checkout-view.ts';
import { type Html, type PageContext, writePage } from './page.ts';
import { readForm } from './read-form.ts';

const VENDOR = 'WhitePay';
const choiceSchema = z.object({ outcome: z.enum(['pay', 'pay_half', 'pay_twice', 'decline']) });

const write = (c: PageContext, body: Html, status: 200 | 400 | 403 | 404 = 200) =>
  writePage(c, { title: 'Checkout', layout: 'chooser', body, status });

const refuse = (c: PageContext, sentence: string, status: 400 | 403 | 404 = 400) =>
  write(c, outcomeView(VENDOR, 'This payment cannot go on', sentence, backLink('/')), status);

const isOver = ({ status }: WhitePayOrder): boolean => status === 'COMPLETE' || status === 'DECLINED';

const writeOrder = (order: WhitePayOrder): Html => {
  const { id, value, currency, received_total, description } = order;
  const left = Number(value) - Number(received_total);
  const facts: [string, string][] = [
    ...(description === '' ? [] : [['For', description] as [string, string]]),
    ['Order', id],
    ...(Number(received_total) > 0
      ? ([
          ['Received', writeMoney(received_total, currency)],
          ['Still due', writeMoney(left, currency)],
        ] as [string, string][])
      : []),
  ];
  const choices = [
    { outcome: 'pay', label: `Send ${writeMoney(left, currency)}` },
    { outcome: 'pay_half', label: 'Send half of it' },
    { outcome: 'pay_twice', label: 'Send it twice' },
    { outcome: 'decline', label: 'Let the time run out' },
  ];
  const page = { vendor: VENDOR, amount: writeMoney(value, currency), facts, choices, leaveTo: order.failure_link };
  return checkoutView({ ...page, action: `/sandbox/whitepay/pay/${id}`, fields: {} });
};

/** WhitePay as far as a payer sees it: `/sandbox/whitepay/pay/:id`. */
export const whitepayPages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/whitepay/pay/:id', async (c) => {
    const order = await openState(c.env).findWhitePayOrder(c.req.param('id'));
    if (!order) return refuse(c, 'There is no such order.', 404);
    if (!readBackAddress(order.failure_link, c.req.url)) return refuse(c, 'It is of another site.');
    if (isOver(order))
      return write(c, outcomeView(VENDOR, 'This order is closed', '', backLink(order.successful_link)));
    return write(c, writeOrder(order));
  })
  .post('/whitepay/pay/:id', async (c) => {
    const fields = await readForm(c);
    if (!fields) return refuse(c, 'The form came from another site.', 403);
    const choice = choiceSchema.safeParse(fields);
    if (!choice.success) return refuse(c, 'The choice is not understood.');
    const paid = await openState(c.env).payWhitePayOrder(c.req.param('id'), choice.data.outcome);
    if (!paid) return refuse(c, 'This order is closed, or is not here.');
    c.executionCtx.waitUntil(deliverWebhooks(c.env, paid.webhooks));
    const { order } = paid;
    const back = readBackAddress(isFailure(order) ? order.failure_link : order.successful_link, c.req.url);
    if (!back) return refuse(c, 'It would end outside of the site where this page is seen.');
    // Somebody who has paid a part is shown what is left.
    return isOver(order) ? c.redirect(back.href, 303) : write(c, writeOrder(order));
  });

const isFailure = ({ status }: WhitePayOrder): boolean => status === 'DECLINED';
