import type { SandboxEnv } from '../env.ts';
import { describeText } from '../faults/call-text.ts';
import type { WebhookFault } from '../faults/fault.ts';
import { PAYMENT_WEBHOOK_PAUSES_MS } from '../limits.ts';
import { openState } from '../state/open-state.ts';
import type { Webhook } from '../state/payment-outbox.ts';
import { RECEIVER_HOST, receiver } from './receiver.ts';

/** Whoever the sandbox plays himself is asked at home. */
const send = async (env: SandboxEnv, { url, headers, body }: Webhook): Promise<number> => {
  const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual' });
  const isPlayed = new URL(url).hostname === RECEIVER_HOST;
  const thanks = await (isPlayed ? receiver.fetch(request, env) : fetch(request));
  await thanks.body?.cancel();
  return thanks.status;
};

/** Tells the product once, some times over until it thanks with 2xx. */
const tell = async (env: SandboxEnv, webhook: Webhook): Promise<void> => {
  const state = openState(env);
  for (const pause of PAYMENT_WEBHOOK_PAUSES_MS) {
    await scheduler.wait(pause);
    try {
      const status = await send(env, webhook);
      const isThanked = status >= 200 && status < 300;
      await state.settleWebhook(webhook.id, isThanked ? 'thanked' : 'refused', status);
      if (isThanked) return;
    } catch (error) {
      console.warn(`${webhook.vendor} could not send a webhook`, webhook.id, error);
    }
  }
};

const takeFault = async (env: SandboxEnv, { vendor, event, headers, body }: Webhook): Promise<WebhookFault | null> => {
  if (env.FAULTS !== 'on') return null;
  // A form that is JSON by its field's name says what the JSON says.
  const isForm = headers['Content-Type']?.includes('form') ?? false;
  const json = isForm ? ([...new URLSearchParams(body).keys()][0] ?? '') : body;
  const text = describeText(new TextEncoder().encode(json), null, new URLSearchParams());
  const call = { vendor: `${vendor}-webhooks`, method: 'POST', path: `/${event}`, text };
  return (await openState(env).takeFault(call)) as WebhookFault | null;
};

const deliver = async (env: SandboxEnv, webhook: Webhook): Promise<void> => {
  const fault = await takeFault(env, webhook);
  if (fault?.kind === 'lose') return openState(env).settleWebhook(webhook.id, 'lost', null);
  if (fault?.kind === 'delay_ms') await scheduler.wait(fault.ms);
  const times = fault?.kind === 'repeat' ? fault.times : 1;
  await Promise.all(Array.from({ length: times }, () => tell(env, webhook)));
};

/** Tells the product what happened, all of it at once: which comes first is nobody's promise. */
export const deliverWebhooks = async (env: SandboxEnv, webhooks: readonly Webhook[]): Promise<void> => {
  await Promise.all(webhooks.map((webhook) => deliver(env, webhook)));
};
