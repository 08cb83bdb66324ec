import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { GOOGLE_FLOW_MS } from '../../contract/limits.ts';

const SECRET_BYTES = 32;
const STATE = /^[A-Za-z0-9_-]{43}$/;

const flowSchema = z.strictObject({
  state: z.string().regex(STATE),
  codeVerifier: z.string(),
  next: z.string(),
  expiresAt: z.int(),
});
/** A sign-in that is under way at Google, as the browser that began it carries it in a cookie. */
export type GoogleFlow = z.infer<typeof flowSchema>;

const newSecret = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString('base64url');

const macOf = (secret: string, payload: string): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['google-flow', payload]))
    .digest();

/** A new flow: 256 random bits each for its state and its code verifier. */
export const newFlow = (next: string, now: number): GoogleFlow => ({
  state: newSecret(),
  codeVerifier: newSecret(),
  next,
  expiresAt: now + GOOGLE_FLOW_MS,
});

/** What is shown of the verifier in advance (RFC 7636, S256). */
export const challengeOf = (codeVerifier: string): string =>
  createHash('sha256').update(codeVerifier).digest('base64url');

/** The flow as a signed text for its cookie. */
export const signFlow = (secret: string, flow: GoogleFlow): string => {
  const payload = Buffer.from(JSON.stringify(flow)).toString('base64url');
  return `${payload}.${macOf(secret, payload).toString('base64url')}`;
};

/** The flow of a cookie; undefined when it was tampered with, has run out, or belongs to another state. */
export const readFlow = (
  secret: string,
  { cookie, state }: { cookie: string; state: string },
  now: number,
): GoogleFlow | undefined => {
  const [payload = '', mac = ''] = cookie.split('.');
  const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(secret, payload)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const flow = flowSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return flow.state === state && flow.expiresAt > now ? flow : undefined;
};
