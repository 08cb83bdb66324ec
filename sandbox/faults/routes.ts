import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { openState } from '../state/open-state.ts';
import { faultOrderSchema } from './fault.ts';

const callFilterSchema = z.object({
  vendor: z.string().optional(),
  path_prefix: z.string().optional(),
  text_includes: z.string().optional(),
});
const orderIdSchema = z.coerce.number().int().positive();

const refuse = (code: string, message: string) => ({ error: { code, message } });

/** Ordering faults and counting calls, under `/sandbox/` on any host; absent where FAULTS is not "on". */
export const faultRoutes = new Hono<{ Bindings: SandboxEnv }>()
  .use(async (c, next) => {
    if (c.env.FAULTS !== 'on') return c.json(refuse('not_found', 'Faults are switched off here.'), 404);
    await next();
  })
  .post('/faults', async (c) => {
    const order = faultOrderSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!order.success) return c.json(refuse('invalid_request', z.prettifyError(order.error)), 422);
    const standing = await openState(c.env).addOrder(order.data);
    if (!standing) return c.json(refuse('too_many_orders', 'Clear some fault orders first.'), 429);
    return c.json(standing, 201);
  })
  .get('/faults', async (c) => c.json({ orders: await openState(c.env).listOrders() }))
  .delete('/faults', async (c) => {
    await openState(c.env).clearOrders({ vendor: c.req.query('vendor') });
    return c.body(null, 204);
  })
  .delete('/faults/:id', async (c) => {
    const id = orderIdSchema.safeParse(c.req.param('id'));
    const cleared = id.success ? await openState(c.env).clearOrders({ id: id.data }) : 0;
    return cleared > 0 ? c.body(null, 204) : c.json(refuse('not_found', 'No such fault order.'), 404);
  })
  .get('/calls', async (c) => {
    const calls = await openState(c.env).listCalls(callFilterSchema.parse(c.req.query()));
    return c.json({ calls, count: calls.length });
  })
  .delete('/calls', async (c) => {
    await openState(c.env).clearCalls(callFilterSchema.parse(c.req.query()));
    return c.body(null, 204);
  });
