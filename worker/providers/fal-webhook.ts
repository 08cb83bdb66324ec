import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FAL_REST_URL } from './fal-files.ts';
import type { VendorWire } from './provider.ts';
import { callForAnswer, readAgreed, tryJson } from './stream.ts';

/** How far the time of a call may lie from ours, before or after. */
const WINDOW_MS = 300_000;
const ALGORITHM = 'Ed25519';

const keySchema = z.object({ kty: z.literal('OKP'), crv: z.literal(ALGORITHM), x: z.string() });
const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

/** A public key that may have signed. */
export type FalKey = z.infer<typeof keySchema>;

const headersSchema = z.object({
  requestId: z.string().min(1),
  userId: z.string(),
  timestamp: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/i),
});

const bodySchema = z.object({
  request_id: z.string().min(1),
  status: z.enum(['OK', 'ERROR']),
  error: z.string().nullish(),
});

/** What a webhook tells. What was made is fetched by the id and not taken from here. */
export type FalWebhook = { requestId: string; isDone: boolean; error: string | null };

/**
 * The keys that fal signs with. Good for a day, as fal says; they change without notice.
 * @throws ProviderError
 * @see https://fal.ai/docs/model-endpoints/webhooks
 */
export const fetchFalKeys = async (wire: VendorWire, signal: AbortSignal): Promise<FalKey[]> => {
  const response = await callForAnswer(wire, new Request(`${FAL_REST_URL}/.well-known/jwks.json`, { signal }));
  const { keys } = await readAgreed(wire, response, keySetSchema);
  return keys.map((key) => keySchema.safeParse(key)).flatMap(({ data }) => (data ? [data] : []));
};

const isSignedBy = async (key: FalKey, signature: Uint8Array<ArrayBuffer>, text: string): Promise<boolean> => {
  try {
    const imported = await crypto.subtle.importKey('jwk', key, ALGORITHM, false, ['verify']);
    return await crypto.subtle.verify(ALGORITHM, imported, signature, new TextEncoder().encode(text));
  } catch {
    // A key that is none has signed nothing; another of the set still may have.
    return false;
  }
};

/**
 * Reads a webhook that fal has signed within the last five minutes.
 * @param body as it came, since the signature is over its bytes
 * @param keys what `fetchFalKeys` gives
 * @param now in ms since 1970
 * @returns undefined for anything that fal has not signed, or not just now
 */
export const verifyFalWebhook = async (
  headers: Headers,
  body: ArrayBuffer,
  keys: readonly FalKey[],
  now: number,
): Promise<FalWebhook | undefined> => {
  const said = headersSchema.safeParse({
    requestId: headers.get('X-Fal-Webhook-Request-Id'),
    userId: headers.get('X-Fal-Webhook-User-Id'),
    timestamp: headers.get('X-Fal-Webhook-Timestamp'),
    signature: headers.get('X-Fal-Webhook-Signature'),
  });
  if (!said.success || Math.abs(now - Number(said.data.timestamp) * 1_000) > WINDOW_MS) return undefined;
  const { requestId, userId, timestamp, signature } = said.data;
  const hash = createHash('sha256').update(new Uint8Array(body)).digest('hex');
  const text = [requestId, userId, timestamp, hash].join('\n');
  const bytes = Uint8Array.from(Buffer.from(signature, 'hex'));
  const signed = await Promise.all(keys.map((key) => isSignedBy(key, bytes, text)));
  if (!signed.includes(true)) return undefined;
  const parsed = bodySchema.safeParse(tryJson(new TextDecoder().decode(body)));
  if (!parsed.success) return undefined;
  const { request_id, status, error } = parsed.data;
  return { requestId: request_id, isDone: status === 'OK', error: error ?? null };
};
