import { createRoute } from '@hono/zod-openapi';
import { vendorStatusListSchema } from '../contract/vendor-status.ts';
import { vendorListSchema } from '../contract/vendors.ts';
import { isOperator } from '../http.ts';
import { listStatus } from '../services/vendors/list-status.ts';
import { listVendors } from '../services/vendors/list-vendors.ts';
import { allow, createRouter, json, problems } from './declare.ts';

const list = createRoute({
  method: 'get',
  path: '/api/vendors',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'The vendors of voices',
  responses: { ...problems, 200: json(vendorListSchema, 'What each can do, takes in one call and costs; ours first.') },
});

const status = createRoute({
  method: 'get',
  path: '/api/vendors/status',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'How the vendors are just now',
  responses: { ...problems, 200: json(vendorStatusListSchema, 'Which of them are slow or down, and since when.') },
});

/** Who speaks, and what can be asked of whom. */
export const vendorRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listVendors(c.get('ctx'), { isOperator: isOperator(c) }), 200))
  .openapi(status, async (c) => c.json(await listStatus(c.get('ctx')), 200));
