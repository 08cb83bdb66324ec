import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createTurnstile, SANDBOX_TURNSTILE } from '../../../worker/providers/turnstile.ts';
import { testContext } from '../../support/context.ts';
import { orderFault } from '../../support/sandbox.ts';

const newToken = (kind = 'pass:open') => `sandbox-${kind}:${crypto.randomUUID()}`;
const question = (token: string) => ({
  token,
  action: 'open',
  ip: '192.0.2.4',
  idempotencyKey: crypto.randomUUID(),
});
const refused = { ok: false, reason: 'refused' };
const expired = { ok: false, reason: 'expired' };

/** The adapter over the sandbox, and the requests it sends. */
const overSandbox = (own: { hostname?: string; secretKey?: string; idleMs?: number } = {}) => {
  const sent: Request[] = [];
  const fetch = (request: Request) => {
    sent.push(request.clone());
    return env.SANDBOX.fetch(request);
  };
  const captcha = createTurnstile({ ...SANDBOX_TURNSTILE, fetch, now: () => Date.now(), idleMs: 5_000, ...own });
  return { captcha, sent };
};

test('a token is asked about as Cloudflare wants it', async () => {
  const { captcha, sent } = overSandbox();
  const asked = question(newToken());
  expect(await captcha.verify(asked)).toEqual({ ok: true });
  const [request] = sent;
  expect([request?.method, request?.url]).toEqual([
    'POST',
    'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  ]);
  expect(await request?.json()).toEqual({
    secret: SANDBOX_TURNSTILE.secretKey,
    response: asked.token,
    remoteip: asked.ip,
    idempotency_key: asked.idempotencyKey,
  });
});

test('where nobody knows the address, none is made up', async () => {
  const { captcha, sent } = overSandbox();
  await captcha.verify({ ...question(newToken()), ip: undefined });
  expect(await sent[0]?.json()).not.toHaveProperty('remoteip');
});

test('a token is good once; the same question again has the same answer', async () => {
  const { captcha } = overSandbox();
  const asked = question(newToken());
  expect([await captcha.verify(asked), await captcha.verify(asked)]).toEqual([{ ok: true }, { ok: true }]);
  expect(await captcha.verify(question(asked.token))).toEqual(expired);
});

test.each([
  ['fail', refused],
  ['unheard-of', refused],
  ['pass:close', refused],
  ['pass', refused],
  ['expired', expired],
])('a token of the kind %s is %o', async (kind, verdict) => {
  expect(await overSandbox().captcha.verify(question(newToken(kind)))).toEqual(verdict);
});

test('a token that was made on another site is refused', async () => {
  const { captcha } = overSandbox({ hostname: 'ozvena.example' });
  expect(await captcha.verify(question(newToken()))).toEqual(refused);
});

test('a secret that is wrong is our fault and nobody’s token’s', async () => {
  const { captcha } = overSandbox({ secretKey: 'sandbox-wrong' });
  await expect(captcha.verify(question(newToken()))).rejects.toMatchObject({ code: 'unauthorized' });
});

test('an answer that does not come is given up', async () => {
  const { captcha } = overSandbox({ idleMs: 50 });
  const asked = captcha.verify(question(newToken('timeout')));
  await expect(asked).rejects.toMatchObject({ provider: 'turnstile', code: 'timeout' });
});

test.each([
  ['rate_limited', { kind: 'status', status: 429 }],
  ['unavailable', { kind: 'status', status: 500 }],
  ['unavailable', { kind: 'status', status: 200, body: { success: false, 'error-codes': ['internal-error'] } }],
  ['unavailable', { kind: 'status', status: 200, body: { success: false } }],
  ['bad_response', { kind: 'html' }],
  ['bad_response', { kind: 'garbage' }],
  ['bad_response', { kind: 'empty' }],
])('%s is what a vendor is that answers so', async (code, fault) => {
  const token = newToken();
  await orderFault(token, fault, 1, 'turnstile');
  await expect(overSandbox().captcha.verify(question(token))).rejects.toMatchObject({ provider: 'turnstile', code });
});

test('no error repeats the secret', async () => {
  const secretKey = 'sandbox-wrong-canary-of-a-secret';
  const failed = overSandbox({ secretKey }).captcha.verify(question(newToken()));
  const error: unknown = await failed.catch((reason: unknown) => reason);
  expect(String(error)).not.toContain(secretKey);
});

test('the product asks the sandbox where there is no key, and shows its widget', () => {
  const { captcha } = testContext();
  expect(captcha).toMatchObject({ siteKey: 'sandbox', scriptUrl: '/sandbox/turnstile/api.js' });
});
