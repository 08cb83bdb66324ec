import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { signWayForPay } from '../state/wayforpay-books.ts';
import { deliverWebhooks } from '../vendors/payment-webhook.ts';
import { readBackAddress } from './back-address.ts';
import { backLink, checkoutView, hiddenFields, outcomeView, writeMoney } from './checkout-view.ts';
import { type Html, type PageContext, writePage } from './page.ts';
import { readForm } from './read-form.ts';

const VENDOR = 'WayForPay';

const text = z.string().min(1).max(500);
/** The form of a shop, of one product. */
const formSchema = z.object({
  merchantAccount: text,
  merchantDomainName: text,
  merchantSignature: text,
  orderReference: text,
  orderDate: text,
  amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  'productName[]': text,
  'productCount[]': text,
  'productPrice[]': text,
  returnUrl: text,
  serviceUrl: text,
  clientEmail: z.string().max(254).default(''),
});
type Form = z.infer<typeof formSchema>;

const choiceSchema = z.object({ merchantAccount: text, orderReference: text, outcome: z.enum(['pay', 'fail']) });

const isSigned = (form: Form): boolean =>
  form.merchantSignature ===
  signWayForPay(
    form.merchantAccount,
    form.merchantDomainName,
    form.orderReference,
    form.orderDate,
    form.amount,
    form.currency,
    form['productName[]'],
    form['productCount[]'],
    form['productPrice[]'],
  );

const write = (c: PageContext, body: Html, status: 200 | 400 | 403 = 200) =>
  writePage(c, { title: 'Checkout', layout: 'chooser', body, status });

const refuse = (c: PageContext, sentence: string, status: 400 | 403 = 400) =>
  write(c, outcomeView(VENDOR, 'This payment cannot go on', sentence, backLink('/')), status);

const findFault = (form: Form, pageUrl: string): string | undefined => {
  if (!isSigned(form)) return 'The form is not signed by the shop.';
  const isHere = readBackAddress(form.returnUrl, pageUrl) && readBackAddress(form.serviceUrl, pageUrl);
  return isHere ? undefined : 'It would end outside of the site where this page is seen.';
};

const OTHER_SITE = 'The form came from another site.';

/** WayForPay as far as a payer sees it: `/sandbox/wayforpay/pay`. */
export const wayforpayPages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/wayforpay/pay', (c) => refuse(c, 'This page begins with the form of a shop.'))
  .post('/wayforpay/pay', async (c) => {
    const fields = await readForm(c);
    if (!fields) return refuse(c, OTHER_SITE, 403);
    const form = formSchema.safeParse(fields);
    if (!form.success) return refuse(c, `The form is not understood: ${form.error.issues[0]?.path.join('.')}.`);
    const fault = findFault(form.data, c.req.url);
    if (fault) return refuse(c, fault);
    const { merchantAccount, orderReference, amount, currency, returnUrl, serviceUrl, clientEmail: email } = form.data;
    const product = form.data['productName[]'];
    const asked = { merchantAccount, orderReference, amount, currency, product, email, returnUrl, serviceUrl };
    const order = await openState(c.env).openWayForPayOrder(asked);
    if (!order) return refuse(c, 'Another order has this number already.');
    const facts: [string, string][] = [
      ['For', product],
      ['Order', orderReference],
      ...(email === '' ? [] : [['Receipt to', email] as [string, string]]),
    ];
    const choices = [
      { outcome: 'pay', label: `Pay ${writeMoney(amount, currency)}` },
      { outcome: 'fail', label: 'Let the bank decline' },
    ];
    const page = { vendor: VENDOR, amount: writeMoney(amount, currency), facts, choices, leaveTo: returnUrl };
    return write(
      c,
      checkoutView({ ...page, action: '/sandbox/wayforpay/done', fields: { merchantAccount, orderReference } }),
    );
  })
  .post('/wayforpay/done', async (c) => {
    const fields = await readForm(c);
    if (!fields) return refuse(c, OTHER_SITE, 403);
    const choice = choiceSchema.safeParse(fields);
    if (!choice.success) return refuse(c, 'The choice is not understood.');
    const { merchantAccount, orderReference, outcome } = choice.data;
    const paid = await openState(c.env).payWayForPayOrder(merchantAccount, orderReference, outcome);
    if (!paid) return refuse(c, 'This order is paid already, or is not here.');
    c.executionCtx.waitUntil(deliverWebhooks(c.env, paid.webhooks));
    const isPaid = outcome === 'pay';
    // The vendor sends the browser back with a form, which carries the same fields as its callback.
    const back = html`<form class="choices" method="post" action="${paid.returnUrl}">
      ${hiddenFields(paid.fields)}<button class="act">Back to Ozvena</button>
    </form>`;
    const title = isPaid ? 'Paid' : 'Declined';
    const sentence = isPaid ? 'The shop is being told.' : 'The bank has declined this card.';
    return write(c, outcomeView(VENDOR, title, sentence, back));
  });
