import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';

/** Standard Webhooks 1.0.0 asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A new signing secret: `whsec_` and the base64 of 256 random bits. Shown once, kept sealed. */
export const createSecret = (): string =>
  PREFIX + Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64');

/**
 * The headers of one attempt, as Standard Webhooks 1.0.0 has them.
 * @param secrets all that hold now; each signs, so that a receiver may change over in his own time.
 * @param at unix ms of this attempt: an old signature is not replayed for long.
 */
export const signedHeaders = (
  secrets: readonly string[],
  { id, body, at }: { id: string; body: string; at: number },
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> => {
  const timestamp = String(Math.floor(at / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
};
