import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { TURNSTILE_HANG_MS, TURNSTILE_TOKEN_MAX_CHARS } from '../limits.ts';
import { openState } from '../state/open-state.ts';

/** A token says itself what becomes of it; `sandbox-pass:sign-up:…` is a pass for the action `sign-up`. */
const PASS = /^sandbox-pass(?::([A-Za-z0-9_-]{1,32})(?=:|$))?/;
const TIMEOUT = 'sandbox-timeout';
const EXPIRED = 'sandbox-expired';
const WRONG_SECRET = 'sandbox-wrong';
/** Nothing is rendered here, so there is no page's host to name. Cloudflare's own test keys say this as well. */
const HOSTNAME = 'example.com';

const requestSchema = z.object({
  secret: z.string().default(''),
  response: z.string().default(''),
  remoteip: z.string().optional(),
  idempotency_key: z.uuid().optional(),
});
type VerifyRequest = z.infer<typeof requestSchema>;

type ErrorCode =
  | 'missing-input-secret'
  | 'invalid-input-secret'
  | 'missing-input-response'
  | 'invalid-input-response'
  | 'timeout-or-duplicate'
  | 'bad-request'
  | 'internal-error';

const refusal = (...codes: ErrorCode[]) => ({ success: false, 'error-codes': codes, messages: [] });

const readRequest = async (c: Context): Promise<VerifyRequest | undefined> => {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const isJson = type === 'application/json';
  const fields: unknown = isJson
    ? await c.req.json().catch(() => undefined)
    : await c.req.parseBody().catch(() => undefined);
  return requestSchema.safeParse(fields).data;
};

const findFault = ({ secret, response }: VerifyRequest): ErrorCode[] => {
  const missing: ErrorCode[] = [];
  if (secret === '') missing.push('missing-input-secret');
  if (response === '') missing.push('missing-input-response');
  if (missing.length > 0) return missing;
  if (secret.startsWith(WRONG_SECRET)) return ['invalid-input-secret'];
  if (response.startsWith(EXPIRED)) return ['timeout-or-duplicate'];
  const isKnown = response.startsWith(TIMEOUT) || PASS.test(response);
  return isKnown && response.length <= TURNSTILE_TOKEN_MAX_CHARS ? [] : ['invalid-input-response'];
};

/** Turnstile's check of a token; README.md says which tokens there are. */
export const turnstile = new Hono<{ Bindings: SandboxEnv }>()
  .post('/turnstile/v0/siteverify', async (c) => {
    const request = await readRequest(c);
    if (!request) return c.json(refusal('bad-request'), 400);
    const faults = findFault(request);
    if (faults.length > 0) return c.json(refusal(...faults));
    if (request.response.startsWith(TIMEOUT)) {
      await new Promise((resolve) => setTimeout(resolve, TURNSTILE_HANG_MS));
      return c.json(refusal('internal-error'), 500);
    }
    const isFirst = await openState(c.env).spendToken(request.response, request.idempotency_key);
    if (!isFirst) return c.json(refusal('timeout-or-duplicate'));
    return c.json({
      success: true,
      'error-codes': [],
      challenge_ts: new Date().toISOString(),
      hostname: HOSTNAME,
      action: PASS.exec(request.response)?.[1] ?? '',
      cdata: '',
      metadata: { interactive: false },
    });
  })
  .notFound((c) => c.text('Not found', 404))
  .onError((error, c) => {
    console.error('turnstile failed', error);
    return c.json(refusal('internal-error'), 500);
  });
