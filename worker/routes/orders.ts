import { createRoute, z } from '@hono/zod-openapi';
import {
  createOrderSchema,
  orderListSchema,
  orderQuerySchema,
  orderSchema,
  razorpayOrderSchema,
  sellingSchema,
  verifyPaymentSchema,
} from '../contract/orders.ts';
import { PROCESSORS, type ProcessorId } from '../contract/processors.ts';
import { AppError } from '../errors.ts';
import { userOf } from '../http.ts';
import { createOrder } from '../services/orders/create-order.ts';
import { findOrder } from '../services/orders/find-order.ts';
import { listOrders } from '../services/orders/list-orders.ts';
import { readSelling } from '../services/orders/read-selling.ts';
import { returnFromCheckout } from '../services/orders/return-from-checkout.ts';
import { verifyOrder } from '../services/orders/verify-order.ts';
import { hearProcessor } from '../services/payments/hear-processor.ts';
import { allow, allowPayments, createRouter, json, jsonBody, problems } from './declare.ts';

const tags = ['payments'];
const ofOrder = z.object({ orderId: z.string() });

const selling = createRoute({
  method: 'get',
  path: '/api/selling',
  ...allow('look_around'),
  tags,
  summary: 'Who takes money here, in which currencies and at which rates',
  responses: { ...problems, 200: json(sellingSchema, 'An order keeps the rate of its moment.') },
});

const create = createRoute({
  method: 'post',
  path: '/api/orders',
  ...allow('buy'),
  tags,
  summary: 'Order credits',
  description: `The price is the server’s to say. Nothing is credited before the processor has confirmed the payment, by its
webhook or by what the browser comes back with. The same clientOrderId and body give the same order again.`,
  request: { body: jsonBody(createOrderSchema) },
  responses: { ...problems, 201: json(orderSchema, 'The order, and how it is paid.') },
});

const createAtRazorpay = createRoute({
  method: 'post',
  path: '/api/razorpay/create-order',
  ...allow('buy'),
  tags,
  summary: 'Order credits, to be paid by Razorpay’s checkout',
  description: 'As `POST /api/orders`, answered as its checkout wants it.',
  request: { body: jsonBody(createOrderSchema.omit({ processor: true })) },
  responses: { ...problems, 201: json(razorpayOrderSchema, 'What the checkout is opened with.') },
});

const list = createRoute({
  method: 'get',
  path: '/api/orders',
  ...allow('read_own'),
  tags,
  summary: 'Your orders of credits, newest first',
  request: { query: orderQuerySchema },
  responses: { ...problems, 200: json(orderListSchema, 'A page of orders.') },
});

const read = createRoute({
  method: 'get',
  path: '/api/orders/{orderId}',
  ...allow('read_own'),
  tags,
  summary: 'One order',
  request: { params: ofOrder },
  responses: { ...problems, 200: json(orderSchema, 'The order.') },
});

const verify = createRoute({
  method: 'post',
  path: '/api/orders/{orderId}/verify',
  ...allow('buy'),
  tags,
  summary: 'Have a payment confirmed that the browser has come back from',
  description: 'With the fields of the checkout, or with none: then its processor is only asked.',
  request: { params: ofOrder, body: jsonBody(verifyPaymentSchema) },
  responses: { ...problems, 200: json(orderSchema, 'The order as it stands now.') },
});

const RETURN_PATH = '/api/orders/{orderId}/return';
const goesOn = { ...problems, 303: { description: 'On to the page of the order.' } };

const returnWithForm = createRoute({
  method: 'post',
  path: RETURN_PATH,
  ...allowPayments('tell_of_payment'),
  tags,
  summary: 'Where a processor’s page sends the browser back to, with a form',
  description: 'What the form proves is credited.',
  request: { params: ofOrder },
  responses: goesOn,
});

const returnByLink = createRoute({
  method: 'get',
  path: RETURN_PATH,
  ...allow('look_around'),
  tags,
  summary: 'The same, by a link: it changes nothing',
  request: { params: ofOrder },
  responses: goesOn,
});

const webhookOf = <const Id extends ProcessorId>(id: Id) =>
  createRoute({
    method: 'post',
    path: `/api/${id}/webhook`,
    ...allowPayments('tell_of_payment'),
    tags,
    summary: `For ${id} alone: what became of a payment`,
    description: `Signed over the bytes of the body, as ${id} describes it; anything else is refused with 400. Told again, it
changes nothing.`,
    responses: { ...problems, 200: { description: 'Heard.' } },
  });

/** What a browser brings back as a form. Files are none of it. */
const readForm = async (request: Request): Promise<Record<string, string>> => {
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers.get('Content-Type') ?? '');
  return isForm ? Object.fromEntries(new URLSearchParams(await request.text())) : {};
};

const router = createRouter()
  .openapi(selling, (c) => c.json(readSelling(c.get('ctx')), 200))
  .openapi(create, async (c) =>
    c.json(await createOrder(c.get('ctx'), { ...c.req.valid('json'), userId: userOf(c).userId }), 201),
  )
  .openapi(createAtRazorpay, async (c) => {
    const wanted = { ...c.req.valid('json'), processor: 'razorpay', userId: userOf(c).userId } as const;
    const { id: reference, checkout, amountMinor: amount, currency } = await createOrder(c.get('ctx'), wanted);
    if (checkout?.kind !== 'script') throw new AppError('idempotency_conflict', 'This order is paid already.');
    const { key, order_id } = checkout.options;
    return c.json({ orderId: String(order_id), razorpayKey: String(key), amount, currency, reference }, 201);
  })
  .openapi(list, async (c) =>
    c.json(await listOrders(c.get('ctx'), { ...c.req.valid('query'), userId: userOf(c).userId }), 200),
  )
  .openapi(read, async (c) =>
    c.json(await findOrder(c.get('ctx'), { ...c.req.valid('param'), userId: userOf(c).userId }), 200),
  )
  .openapi(verify, async (c) => {
    const told = { ...c.req.valid('param'), ...c.req.valid('json'), userId: userOf(c).userId };
    return c.json(await verifyOrder(c.get('ctx'), told), 200);
  })
  .openapi(returnByLink, (c) => c.redirect(`/studio/credits/orders/${c.req.valid('param').orderId}`, 303))
  .openapi(returnWithForm, async (c) => {
    const fields = await readForm(c.req.raw);
    return c.redirect(await returnFromCheckout(c.get('ctx'), { ...c.req.valid('param'), fields }), 303);
  });

for (const id of PROCESSORS) {
  router.openapi(webhookOf(id), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const answer = await hearProcessor(c.get('ctx'), { processor: id, headers: c.req.raw.headers, body });
    return c.body(answer.body, 200, { 'Content-Type': answer.contentType });
  });
}

/** Orders of credits, and what their processors tell. */
export const orderRoutes = router;
