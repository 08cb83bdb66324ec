import { createRoute } from '@hono/zod-openapi';
import { vendorListSchema } from '../contract/vendors.ts';
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

/** Who speaks, and what can be asked of whom. */
export const vendorRoutes = createRouter().openapi(list, (c) => c.json(listVendors(c.get('ctx')), 200));
