import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { readJson } from './read-body.ts';

export const WHITEPAY_HOST = 'api.whitepay.com';
const TOKEN_PREFIX = 'sandbox';

const linkSchema = z.url({ protocol: /^https?$/ });
const orderSchema = z.object({
  amount: z.coerce.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'The amount must be a number.'),
  currency: z.string().regex(/^[A-Z]{3,5}$/, 'The selected currency is invalid.'),
  external_order_id: z
    .string()
    .max(255)
    .nullish()
    .transform((id) => id ?? null),
  description: z.string().max(255).default(''),
  successful_link: linkSchema,
  failure_link: linkSchema,
});

/** WhitePay's API as far as crypto orders go; README.md describes it. */
export const whitepay = new Hono<{ Bindings: SandboxEnv }>()
  .basePath('/private-api')
  .use(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token?.startsWith(TOKEN_PREFIX)) return c.json({ message: 'Unauthenticated.' }, 401);
    await next();
  })
  .post('/crypto-orders/:slug', async (c) => {
    const asked = orderSchema.safeParse(await readJson(c.req));
    if (!asked.success) {
      const message = 'The given data was invalid.';
      return c.json({ message, errors: z.flattenError(asked.error).fieldErrors }, 422);
    }
    const { amount: value, successful_link, ...own } = asked.data;
    const order = await openState(c.env).createWhitePayOrder(c.req.param('slug'), { value, ...own }, successful_link);
    return c.json({ order }, 201);
  })
  .get('/crypto-orders/:slug/:id', async (c) => {
    const order = await openState(c.env).findWhitePayOrder(c.req.param('id'), c.req.param('slug'));
    return order ? c.json({ order }) : c.json({ message: 'Order not found.' }, 404);
  })
  .notFound((c) => c.json({ message: 'Not found.' }, 404))
  .onError((error, c) => {
    console.error('whitepay failed', error);
    return c.json({ message: 'Server Error' }, 500);
  });
