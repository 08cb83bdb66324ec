import { createRoute, z } from '@hono/zod-openapi';
import { adminModelListSchema, adminModelSchema, changeModelSchema } from '../contract/admin-models.ts';
import { userOf } from '../http.ts';
import { changeModel } from '../services/vendors/change-model.ts';
import { listAdminModels } from '../services/vendors/list-admin-models.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const tags = ['operators'];

const list = createRoute({
  method: 'get',
  path: '/api/admin/models',
  ...allow('operate'),
  tags,
  summary: 'Every model: its price, how long it takes, what it costs the house',
  responses: { ...problems, 200: json(adminModelListSchema, 'Those that are switched off too.') },
});

const change = createRoute({
  method: 'patch',
  path: '/api/admin/models/{modelId}',
  ...allow('manage_vendors'),
  tags,
  summary: 'Switch a model on or off, set its price, or name who stands in for it',
  description: 'A price gives a new version of the price book; what is sold keeps its own. Felt within a minute.',
  request: { params: z.object({ modelId: z.string() }), body: jsonBody(changeModelSchema) },
  responses: { ...problems, 200: json(adminModelSchema, 'The model as it is now.') },
});

/** The operators' side of models. */
export const adminModelRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listAdminModels(c.get('ctx')), 200))
  .openapi(change, async (c) => {
    const order = {
      operatorId: userOf(c).userId,
      origin: originOf(c),
      ...c.req.valid('param'),
      ...c.req.valid('json'),
    };
    return c.json(await changeModel(c.get('ctx'), order), 200);
  });
