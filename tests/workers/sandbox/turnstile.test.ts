import { expect, test } from 'vitest';
import { callSandbox } from './sandbox-support.ts';

const VERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
type Verdict = { success: boolean; 'error-codes': string[]; challenge_ts?: string; hostname?: string; action?: string };

const ownToken = (kind = 'pass'): string => `sandbox-${kind}:${crypto.randomUUID()}`;
const secret = '0x4AAAAAAASandbox';

const asJson = (fields: Record<string, unknown>, signal?: AbortSignal): Promise<Response> =>
  callSandbox(VERIFY, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
    ...(signal ? { signal } : {}),
  });
const asForm = (fields: Record<string, string>): Promise<Response> =>
  callSandbox(VERIFY, { method: 'POST', body: new URLSearchParams(fields) });
const asParts = (fields: Record<string, string>): Promise<Response> => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return callSandbox(VERIFY, { method: 'POST', body });
};
const readVerdict = async (answer: Response): Promise<Verdict> => answer.json();

test.each([
  ['JSON', asJson],
  ['a form', asForm],
  ['a form in parts', asParts],
])('a pass is good once: %s', async (_, ask) => {
  const fields = { secret, response: ownToken(), remoteip: '203.0.113.7' };
  const first = await ask(fields);
  expect(first.status).toBe(200);
  const verdict = await readVerdict(first);
  expect(verdict).toMatchObject({ success: true, 'error-codes': [], hostname: 'example.com' });
  expect(new Date(verdict.challenge_ts ?? '').getTime()).not.toBeNaN();
  const second = await ask(fields);
  expect(await readVerdict(second)).toMatchObject({ success: false, 'error-codes': ['timeout-or-duplicate'] });
});

test('of racing checks of one pass a single one succeeds', async () => {
  const fields = { secret, response: ownToken() };
  const verdicts = await Promise.all(Array.from({ length: 8 }, async () => readVerdict(await asJson(fields))));
  expect(verdicts.filter((verdict) => verdict.success)).toHaveLength(1);
});

test('the same check again, by its idempotency key, is the same success', async () => {
  const fields = { secret, response: ownToken(), idempotency_key: crypto.randomUUID() };
  for (let time = 0; time < 2; time += 1) expect((await readVerdict(await asJson(fields))).success).toBe(true);
  const other = await asJson({ ...fields, idempotency_key: crypto.randomUUID() });
  expect((await readVerdict(other)).success).toBe(false);
});

test.each([
  ['sandbox-pass:sign-up:1', 'sign-up'],
  ['sandbox-pass:sign-up', 'sign-up'],
  ['sandbox-pass', ''],
  ['sandbox-pass-2', ''],
])('%s is a pass for the action “%s”', async (response, action) => {
  expect(await readVerdict(await asJson({ secret, response }))).toMatchObject({ success: true, action });
});

test.each([
  ['a failure', { secret, response: ownToken('fail') }, ['invalid-input-response']],
  ['an expired one', { secret, response: ownToken('expired') }, ['timeout-or-duplicate']],
  ['an unknown one', { secret, response: 'XXXX.DUMMY.TOKEN.XXXX' }, ['invalid-input-response']],
  ['one that is too long', { secret, response: `sandbox-pass:${'a'.repeat(2_036)}` }, ['invalid-input-response']],
  ['none', { secret }, ['missing-input-response']],
  ['an empty one', { secret, response: '' }, ['missing-input-response']],
  ['no secret', { response: 'sandbox-pass' }, ['missing-input-secret']],
  ['nothing at all', {}, ['missing-input-secret', 'missing-input-response']],
  ['a wrong secret', { secret: 'sandbox-wrong', response: 'sandbox-pass' }, ['invalid-input-secret']],
])('refused: %s', async (_, fields, codes) => {
  for (const ask of [asJson, asForm]) {
    const answer = await ask(fields);
    expect(answer.status).toBe(200);
    expect(await readVerdict(answer)).toEqual({ success: false, 'error-codes': codes, messages: [] });
  }
});

test('a pass of 2,048 characters is not too long', async () => {
  const response = `sandbox-pass:x:${'a'.repeat(2_033)}`;
  expect(response).toHaveLength(2_048);
  expect((await readVerdict(await asJson({ secret, response }))).success).toBe(true);
});

test.each([
  ['broken JSON', 'application/json', '{'],
  ['a list', 'application/json', '[]'],
  ['numbers', 'application/json', '{"secret":1,"response":2}'],
  ['a key of idempotency that is none', 'application/json', '{"secret":"a","response":"b","idempotency_key":"c"}'],
])('a bad request: %s', async (_, type, body) => {
  const answer = await callSandbox(VERIFY, { method: 'POST', headers: { 'content-type': type }, body });
  expect([answer.status, (await readVerdict(answer))['error-codes']]).toEqual([400, ['bad-request']]);
});

test('a timeout hangs until the caller gives up', async () => {
  const caller = new AbortController();
  const answer = asJson({ secret, response: ownToken('timeout') }, caller.signal).then(
    () => 'answered',
    () => 'given up',
  );
  const later = new Promise((resolve) => setTimeout(resolve, 300, 'still waiting'));
  expect(await Promise.race([answer, later])).toBe('still waiting');
  caller.abort();
  expect(await answer).toBe('given up');
});

test('unknown paths and methods', async () => {
  expect((await callSandbox(VERIFY)).status).toBe(404);
  expect((await callSandbox('https://challenges.cloudflare.com/turnstile/v0/api.js')).status).toBe(404);
});

test('the widget’s script and style are there, and nothing that is no script', async () => {
  const script = await callSandbox('https://app.example/sandbox/turnstile/api.js?render=explicit');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const text = await script.text();
  expect(text).toContain('window.turnstile =');
  expect(text).not.toMatch(/innerHTML|setAttribute\('style'|eval\(|https?:/);
  const style = await callSandbox('https://app.example/sandbox/turnstile/widget.css');
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect((await callSandbox('https://app.example/sandbox/turnstile/other.js')).status).toBe(404);
});
