import { createRoute, z } from '@hono/zod-openapi';
import {
  createdWebhookSchema,
  createWebhookSchema,
  deliveryDetailSchema,
  deliveryListSchema,
  deliveryQuerySchema,
  updateWebhookSchema,
  webhookListSchema,
  webhookPayloadSchema,
  webhookSchema,
  webhookSecretSchema,
} from '../contract/webhooks.ts';
import { userOf } from '../http.ts';
import { createWebhook } from '../services/webhooks/create-webhook.ts';
import { deleteWebhook } from '../services/webhooks/delete-webhook.ts';
import { findDelivery } from '../services/webhooks/find-delivery.ts';
import { findWebhook } from '../services/webhooks/find-webhook.ts';
import { listDeliveries } from '../services/webhooks/list-deliveries.ts';
import { listWebhooks } from '../services/webhooks/list-webhooks.ts';
import { renewCallbackSecret } from '../services/webhooks/renew-callback-secret.ts';
import { replayDelivery } from '../services/webhooks/replay-delivery.ts';
import { rotateSecret } from '../services/webhooks/rotate-secret.ts';
import { testWebhook } from '../services/webhooks/test-webhook.ts';
import { updateWebhook } from '../services/webhooks/update-webhook.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const forLooking = { ...allow('read_own'), tags: ['webhooks'] };
const forManaging = { ...allow('manage_account'), tags: ['webhooks'] };
const webhookParams = z.object({ webhookId: z.string() });
const deliveryParams = z.object({ deliveryId: z.string() });

const list = createRoute({
  method: 'get',
  path: '/api/webhooks',
  ...forLooking,
  summary: 'Your webhooks, newest first',
  responses: { ...problems, 200: json(webhookListSchema, 'All of them; their secrets are not shown again.') },
});

const create = createRoute({
  method: 'post',
  path: '/api/webhooks',
  ...forManaging,
  summary: 'Register a webhook',
  request: { body: jsonBody(createWebhookSchema) },
  responses: { ...problems, 201: json(createdWebhookSchema, 'Registered. The secret is shown this once.') },
});

const renewCallback = createRoute({
  method: 'post',
  path: '/api/webhooks/callback-secret',
  ...forManaging,
  summary: 'A new secret for the callback URLs of your jobs',
  description: 'Signs what goes to each `callbackUrl`. The one before signs beside it for a day.',
  responses: { ...problems, 200: json(webhookSecretSchema, 'Shown this once.') },
});

const deliveries = createRoute({
  method: 'get',
  path: '/api/webhooks/deliveries',
  ...forLooking,
  summary: 'What was sent to your webhooks and callback URLs, newest first',
  request: { query: deliveryQuerySchema },
  responses: { ...problems, 200: json(deliveryListSchema, 'A page of deliveries of the last 30 days.') },
});

const delivery = createRoute({
  method: 'get',
  path: '/api/webhooks/deliveries/{deliveryId}',
  ...forLooking,
  summary: 'A delivery with every attempt',
  request: { params: deliveryParams },
  responses: { ...problems, 200: json(deliveryDetailSchema, 'What was sent and what was answered.') },
});

const replay = createRoute({
  method: 'post',
  path: '/api/webhooks/deliveries/{deliveryId}/replay',
  ...forManaging,
  summary: 'Send a delivery again',
  description: 'With the same `webhook-id` and the same body; the schedule of attempts begins anew.',
  request: { params: deliveryParams },
  responses: { ...problems, 202: json(deliveryDetailSchema, 'It is on its way.') },
});

const find = createRoute({
  method: 'get',
  path: '/api/webhooks/{webhookId}',
  ...forLooking,
  summary: 'One of your webhooks',
  request: { params: webhookParams },
  responses: { ...problems, 200: json(webhookSchema, 'The webhook.') },
});

const update = createRoute({
  method: 'patch',
  path: '/api/webhooks/{webhookId}',
  ...forManaging,
  summary: 'Change a webhook, or switch it on or off',
  request: { params: webhookParams, body: jsonBody(updateWebhookSchema) },
  responses: { ...problems, 200: json(webhookSchema, 'As it is now.') },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/webhooks/{webhookId}',
  ...forManaging,
  summary: 'Delete a webhook',
  request: { params: webhookParams },
  responses: { ...problems, 204: { description: 'It is gone, and its secret with it.' } },
});

const rotate = createRoute({
  method: 'post',
  path: '/api/webhooks/{webhookId}/secret',
  ...forManaging,
  summary: 'A new secret for a webhook',
  description: 'The one before signs beside it for a day, so that you can change over in your own time.',
  request: { params: webhookParams },
  responses: { ...problems, 200: json(webhookSecretSchema, 'Shown this once.') },
});

const test = createRoute({
  method: 'post',
  path: '/api/webhooks/{webhookId}/test',
  ...forManaging,
  summary: 'Send a test to a webhook and see what it answers',
  request: { params: webhookParams },
  responses: { ...problems, 200: json(deliveryDetailSchema, 'The one attempt that was made.') },
});

/** Webhooks out: endpoints, their secrets, and everything that was sent. */
export const webhookRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listWebhooks(c.get('ctx'), userOf(c).userId), 200))
  .openapi(create, async (c) => {
    const webhook = { ...c.req.valid('json'), userId: userOf(c).userId };
    return c.json(await createWebhook(c.get('ctx'), webhook), 201);
  })
  .openapi(renewCallback, async (c) => c.json(await renewCallbackSecret(c.get('ctx'), userOf(c).userId), 200))
  .openapi(deliveries, async (c) => {
    const query = { ...c.req.valid('query'), userId: userOf(c).userId };
    return c.json(await listDeliveries(c.get('ctx'), query), 200);
  })
  .openapi(delivery, async (c) => {
    const { deliveryId } = c.req.valid('param');
    return c.json(await findDelivery(c.get('ctx'), { userId: userOf(c).userId, deliveryId }), 200);
  })
  .openapi(replay, async (c) => {
    const { deliveryId } = c.req.valid('param');
    return c.json(await replayDelivery(c.get('ctx'), { userId: userOf(c).userId, deliveryId }), 202);
  })
  .openapi(find, async (c) => {
    const { webhookId: endpointId } = c.req.valid('param');
    return c.json(await findWebhook(c.get('ctx'), { userId: userOf(c).userId, endpointId }), 200);
  })
  .openapi(update, async (c) => {
    const { webhookId: endpointId } = c.req.valid('param');
    const change = { ...c.req.valid('json'), userId: userOf(c).userId, endpointId };
    return c.json(await updateWebhook(c.get('ctx'), change), 200);
  })
  .openapi(remove, async (c) => {
    const { webhookId: endpointId } = c.req.valid('param');
    await deleteWebhook(c.get('ctx'), { userId: userOf(c).userId, endpointId });
    return c.body(null, 204);
  })
  .openapi(rotate, async (c) => {
    const { webhookId: endpointId } = c.req.valid('param');
    return c.json(await rotateSecret(c.get('ctx'), { userId: userOf(c).userId, endpointId }), 200);
  })
  .openapi(test, async (c) => {
    const { webhookId: endpointId } = c.req.valid('param');
    return c.json(await testWebhook(c.get('ctx'), { userId: userOf(c).userId, endpointId }), 200);
  });

webhookRoutes.openAPIRegistry.registerWebhook({
  method: 'post',
  path: 'event',
  summary: 'What is sent to your webhooks and callback URLs; docs/webhooks.md says how to verify it',
  request: { body: jsonBody(webhookPayloadSchema) },
  responses: { 200: { description: 'Any 2xx, within 15 seconds.' } },
});
