import type { SandboxEnv } from '../env.ts';
import { FAL_WEBHOOK_PAUSES_MS } from '../limits.ts';
import type { FalAnswer, FalRequest } from '../state/fal-requests.ts';
import { openState } from '../state/open-state.ts';
import { FAL_SIGNING_ALGORITHM } from '../state/signing-keys.ts';
import { RECEIVER_HOST, receiver } from './receiver.ts';

const toHex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const writeBody = (id: string, { status, body }: FalAnswer): string => {
  const outcome = status === 200 ? { status: 'OK' } : { status: 'ERROR', error: `Invalid status code: ${status}` };
  return JSON.stringify({ request_id: id, gateway_request_id: id, ...outcome, payload: JSON.parse(body) });
};

/** The headers that say, and prove, that a body is fal's. */
const signHeaders = async (env: SandboxEnv, { id, account }: FalRequest, body: string): Promise<HeadersInit> => {
  const { kty = '', crv = '', x = '', d = '' } = await openState(env).getFalSigningKey();
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, d }, FAL_SIGNING_ALGORITHM, false, ['sign']);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const hash = toHex(await crypto.subtle.digest('SHA-256', encode(body)));
  const signed = encode([id, account, timestamp, hash].join('\n'));
  return {
    'Content-Type': 'application/json',
    'X-Fal-Webhook-Request-Id': id,
    'X-Fal-Webhook-User-Id': account,
    'X-Fal-Webhook-Timestamp': timestamp,
    'X-Fal-Webhook-Signature': toHex(await crypto.subtle.sign(FAL_SIGNING_ALGORITHM, key, signed)),
  };
};

/** Whoever the sandbox plays himself is asked at home. */
const send = async (env: SandboxEnv, request: Request): Promise<Response> => {
  const { hostname } = new URL(request.url);
  const isPlayed = hostname === RECEIVER_HOST || hostname.endsWith(`.${RECEIVER_HOST}`);
  return isPlayed ? receiver.fetch(request, env) : fetch(request);
};

/** Tells an address how a request ended, some times over until it thanks with 2xx. */
export const sendFalWebhook = async (
  env: SandboxEnv,
  url: string,
  request: FalRequest,
  answer: FalAnswer,
): Promise<void> => {
  const body = writeBody(request.id, answer);
  for (const pause of FAL_WEBHOOK_PAUSES_MS) {
    await scheduler.wait(pause);
    try {
      const headers = await signHeaders(env, request, body);
      const thanks = await send(env, new Request(url, { method: 'POST', headers, body, redirect: 'manual' }));
      await thanks.body?.cancel();
      if (thanks.ok) return;
    } catch (error) {
      console.warn('fal could not send a webhook', request.id, error);
    }
  }
};
