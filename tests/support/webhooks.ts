import { createExecutionContext, createMessageBatch, getQueueResult, type QueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Webhook as Verifier } from 'standardwebhooks';
import { consumeWebhooks } from '../../worker/consumers/webhooks.ts';
import type { Context } from '../../worker/context.ts';
import {
  type CreatedWebhook,
  type DeliveryDetail,
  type DeliveryList,
  WEBHOOK_EVENTS,
  type WebhookEvent,
  type WebhookPayload,
  webhookPayloadSchema,
} from '../../worker/contract/webhooks.ts';
import { api, jsonOf } from './api.ts';
import type { TestUser } from './users.ts';

const RECEIVER = 'https://receiver.ozvena.example';

/** An address of the sandbox's receiver that no other test calls. `wish` says how it answers. */
export const ownReceiver = (wish = ''): { url: string; path: string } => {
  const path = `/${crypto.randomUUID()}`;
  return { url: `${RECEIVER}${path}${wish}`, path };
};

export type Received = { webhook_id: string; headers: Record<string, string>; body: string; status: number };

/** What came to a path, the oldest first. */
export const receivedAt = async (path: string): Promise<Received[]> => {
  const reply = await env.SANDBOX.fetch(`https://any.example/sandbox/receiver.json?path=${encodeURIComponent(path)}`);
  return ((await reply.json()) as { calls: Received[] }).calls.reverse();
};

/** Checks a call as its receiver would, with the package that Standard Webhooks gives out. Throws when it is not genuine. */
export const verified = (secret: string, call: Pick<Received, 'headers' | 'body'>): WebhookPayload =>
  webhookPayloadSchema.parse(new Verifier(secret).verify(call.body, call.headers));

/** Registers an endpoint of a user, with every event unless told. */
export const register = async (
  user: TestUser,
  url: string,
  events: readonly WebhookEvent[] = WEBHOOK_EVENTS,
): Promise<CreatedWebhook> => jsonOf<CreatedWebhook>(await api('/api/webhooks', { user, json: { url, events } }), 201);

export const deliveriesOf = async (user: TestUser, query = ''): Promise<DeliveryList['items']> =>
  (await jsonOf<DeliveryList>(await api(`/api/webhooks/deliveries${query}`, { user }))).items;

export const deliveryOf = async (user: TestUser, id: string): Promise<DeliveryDetail> =>
  jsonOf<DeliveryDetail>(await api(`/api/webhooks/deliveries/${id}`, { user }));

/** The one delivery of a user. */
export const onlyDelivery = async (user: TestUser): Promise<DeliveryDetail> => {
  const [delivery, ...others] = await deliveriesOf(user);
  if (!delivery || others.length > 0) throw new Error(`there are ${others.length + (delivery ? 1 : 0)} deliveries`);
  return deliveryOf(user, delivery.id);
};

/** Delivers messages of these deliveries to their consumer, as one batch. */
export const deliverMessages = async (
  ctx: Context,
  ids: readonly string[],
  options = { onlyHealthy: false },
): Promise<QueueResult> => {
  const batch = createMessageBatch(
    'webhooks',
    ids.map((deliveryId) => ({ id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body: { deliveryId } })),
  );
  await consumeWebhooks(ctx, batch, options);
  return getQueueResult(batch, createExecutionContext());
};
