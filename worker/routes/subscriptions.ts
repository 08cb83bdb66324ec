import { createRoute, z } from '@hono/zod-openapi';
import {
  askForEnterpriseSchema,
  changeSubscriptionSchema,
  createSubscriptionSchema,
  currentSubscriptionSchema,
  plansSchema,
  subscriptionSchema,
  verifySubscriptionSchema,
} from '../contract/plans.ts';
import { userOf } from '../http.ts';
import { askForEnterprise } from '../services/subscriptions/ask-for-enterprise.ts';
import { cancelSubscription } from '../services/subscriptions/cancel-subscription.ts';
import { changeSubscription, undoChange } from '../services/subscriptions/change-subscription.ts';
import { createSubscription } from '../services/subscriptions/create-subscription.ts';
import { readCurrent } from '../services/subscriptions/find-subscription.ts';
import { listPlans } from '../services/subscriptions/list-plans.ts';
import { verifySubscription } from '../services/subscriptions/verify-subscription.ts';
import { allow, createRouter, json, jsonBody, problems } from './declare.ts';

const tags = ['payments'];
const ofSubscription = z.object({ subscriptionId: z.string() });
const subscription = json(subscriptionSchema, 'The subscription as it stands now.');

const plans = createRoute({
  method: 'get',
  path: '/api/plans',
  ...allow('look_around'),
  tags,
  summary: 'The plans: their sizes, credits and prices',
  responses: { ...problems, 200: json(plansSchema, 'Prices in US cents, for a cycle.') },
});

const create = createRoute({
  method: 'post',
  path: '/api/subscriptions',
  ...allow('buy'),
  tags,
  summary: 'Subscribe to a size of Pro',
  description: `It begins when its first cycle is paid at the checkout. The same clientSubscriptionId and body give the same
subscription again; while one is live there is no second.`,
  request: { body: jsonBody(createSubscriptionSchema) },
  responses: { ...problems, 201: json(subscriptionSchema, 'The subscription, and how it is paid.') },
});

const current = createRoute({
  method: 'get',
  path: '/api/subscriptions/current',
  ...allow('read_own'),
  tags,
  summary: 'Your subscription: the live one, or the last',
  responses: { ...problems, 200: json(currentSubscriptionSchema, 'Null for who never had one.') },
});

const verify = createRoute({
  method: 'post',
  path: '/api/subscriptions/{subscriptionId}/verify',
  ...allow('buy'),
  tags,
  summary: 'Have a subscription confirmed whose checkout the browser has come back from',
  description: 'With the fields of the checkout, or with none: then its processor is only asked.',
  request: { params: ofSubscription, body: jsonBody(verifySubscriptionSchema) },
  responses: { ...problems, 200: subscription },
});

const CHANGE_PATH = '/api/subscriptions/{subscriptionId}/change';
const change = createRoute({
  method: 'post',
  path: CHANGE_PATH,
  ...allow('buy'),
  tags,
  summary: 'Another size or period, from the end of the cycle on',
  request: { params: ofSubscription, body: jsonBody(changeSubscriptionSchema) },
  responses: { ...problems, 200: subscription },
});

const undo = createRoute({
  method: 'delete',
  path: CHANGE_PATH,
  ...allow('buy'),
  tags,
  summary: 'Take a planned change back',
  request: { params: ofSubscription },
  responses: { ...problems, 200: subscription },
});

const cancel = createRoute({
  method: 'post',
  path: '/api/subscriptions/{subscriptionId}/cancel',
  ...allow('buy'),
  tags,
  summary: 'End a subscription with its cycle',
  description: 'One that was not paid ends at once. This cannot be taken back; afterwards one may subscribe anew.',
  request: { params: ofSubscription },
  responses: { ...problems, 200: subscription },
});

const ask = createRoute({
  method: 'post',
  path: '/api/enterprise-requests',
  ...allow('buy'),
  tags,
  summary: 'Ask for a plan of your own',
  request: { body: jsonBody(askForEnterpriseSchema) },
  responses: { ...problems, 201: json(z.strictObject({ id: z.string() }), 'An operator will answer by mail.') },
});

/** Plans, and the subscriptions to them. */
export const subscriptionRoutes = createRouter()
  .openapi(plans, (c) => c.json(listPlans(c.get('ctx')), 200))
  .openapi(create, async (c) =>
    c.json(await createSubscription(c.get('ctx'), { ...c.req.valid('json'), userId: userOf(c).userId }), 201),
  )
  .openapi(current, async (c) => c.json(await readCurrent(c.get('ctx'), userOf(c).userId), 200))
  .openapi(verify, async (c) => {
    const told = { ...c.req.valid('param'), ...c.req.valid('json'), userId: userOf(c).userId };
    return c.json(await verifySubscription(c.get('ctx'), told), 200);
  })
  .openapi(change, async (c) => {
    const wanted = { ...c.req.valid('param'), ...c.req.valid('json'), userId: userOf(c).userId };
    return c.json(await changeSubscription(c.get('ctx'), wanted), 200);
  })
  .openapi(undo, async (c) =>
    c.json(await undoChange(c.get('ctx'), { ...c.req.valid('param'), userId: userOf(c).userId }), 200),
  )
  .openapi(cancel, async (c) =>
    c.json(await cancelSubscription(c.get('ctx'), { ...c.req.valid('param'), userId: userOf(c).userId }), 200),
  )
  .openapi(ask, async (c) =>
    c.json(await askForEnterprise(c.get('ctx'), { ...c.req.valid('json'), userId: userOf(c).userId }), 201),
  );
