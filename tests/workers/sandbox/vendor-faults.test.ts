import { expect, test } from 'vitest';
import { listMails, mailTo, ownAddress, send } from './mail-support.ts';
import { callSandbox, orderFault } from './sandbox-support.ts';
import { AUTH, askToken, choose, codeOf, newSignIn, newVerifier, ownPerson, redeem } from './sign-in-support.ts';

const VERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const verify = (response: string): Promise<Response> =>
  callSandbox(VERIFY, { method: 'POST', body: new URLSearchParams({ secret: '0x1', response }) });

type Call = { vendor: string; method: string; path: string; text_prefix: string; fault: string | null };
const listCalls = async (vendor: string, text: string): Promise<Call[]> => {
  const query = new URLSearchParams({ vendor, text_includes: text });
  const answer = await callSandbox(`https://any.example/sandbox/calls?${query}`);
  return ((await answer.json()) as { calls: Call[] }).calls;
};

test('mail: refused as often as ordered, then sent', async () => {
  const to = ownAddress();
  const body = { statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many requests.' };
  const fault = { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body };
  await orderFault({ vendor: 'resend', match: { text_includes: to }, times: 2, fault });
  for (let time = 0; time < 2; time += 1) {
    const answer = await send(mailTo(to));
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([429, '1', body]);
  }
  expect((await listMails(to)).count).toBe(0);
  expect((await send(mailTo(to))).status).toBe(200);
  expect((await listCalls('resend', to)).map((call) => [call.method, call.path, call.fault])).toEqual([
    ['POST', '/emails', 'status'],
    ['POST', '/emails', 'status'],
    ['POST', '/emails', null],
  ]);
});

test('mail: an answer that is lost was sent all the same, and its key says so', async () => {
  const to = ownAddress();
  const key = { 'idempotency-key': crypto.randomUUID() };
  const fault = { kind: 'cut_after_bytes', bytes: 0 };
  await orderFault({ vendor: 'resend', match: { text_includes: to }, fault });
  await expect(send(mailTo(to), key).then((answer) => answer.text())).rejects.toThrow();
  const again = await send(mailTo(to), key);
  const { mails, count } = await listMails(to);
  expect([count, mails[0]?.id]).toEqual([1, ((await again.json()) as { id: string }).id]);
});

test('a fault for one vendor spares the others', async () => {
  const mark = `mark${crypto.randomUUID().slice(0, 8)}`;
  await orderFault({ vendor: 'turnstile', match: { text_includes: mark }, fault: { kind: 'status', status: 503 } });
  expect((await send(mailTo(`${mark}@example.com`))).status).toBe(200);
  expect((await verify(`sandbox-pass:x:${mark}`)).status).toBe(503);
  expect((await verify(`sandbox-pass:x:${mark}`)).status).toBe(200);
});

test('a spoilt check does not use the token up', async () => {
  const response = `sandbox-pass:x:${crypto.randomUUID()}`;
  await orderFault({ vendor: 'turnstile', match: { text_includes: response }, fault: { kind: 'html' } });
  expect((await verify(response)).headers.get('content-type')).toContain('text/html');
  expect(await (await verify(response)).json()).toMatchObject({ success: true });
});

test('a form is matched and recorded by what it says, not by how that is encoded', async () => {
  const response = `sandbox-fail:${crypto.randomUUID()}`;
  await orderFault({ vendor: 'turnstile', match: { text_includes: response }, fault: { kind: 'empty' } });
  const answer = await verify(response);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'application/json',
    '',
  ]);
  const [call] = await listCalls('turnstile', response);
  expect(call).toMatchObject({ vendor: 'turnstile', text_prefix: `0x1\n${response}`, fault: 'empty' });
});

test('garbage is called what the vendor usually answers', async () => {
  const mark = `mark${crypto.randomUUID().slice(0, 8)}`;
  await orderFault({ vendor: 'supabase', match: { text_includes: mark }, fault: { kind: 'garbage' } });
  const answer = await askToken('pkce', { auth_code: mark, code_verifier: 'x' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  await orderFault({ vendor: 'resend', match: { text_includes: mark }, fault: { kind: 'empty' } });
  expect((await send(mailTo(`${mark}@example.com`))).headers.get('content-type')).toBe('application/json');
});

test('a kind of grant can be spoilt by its query', async () => {
  const mark = `mark${crypto.randomUUID().slice(0, 8)}`;
  const match = { path_prefix: '/auth/v1/token', text_includes: `${mark}\npkce` };
  await orderFault({ vendor: 'supabase', match, fault: { kind: 'status', status: 500 } });
  expect((await askToken('refresh_token', { refresh_token: mark })).status).toBe(400);
  expect((await askToken('pkce', { code_verifier: 'x', auth_code: mark })).status).toBe(500);
});

test('a sign-in whose answer is lost cannot be redeemed again', async () => {
  const verifier = newVerifier();
  const code = codeOf(await choose(await newSignIn(verifier), ownPerson()));
  await orderFault({
    vendor: 'supabase',
    match: { text_includes: code },
    fault: { kind: 'cut_after_bytes', bytes: 0 },
  });
  await expect(redeem(code, verifier).then((answer) => answer.text())).rejects.toThrow();
  expect((await redeem(code, verifier)).status).toBe(404);
});

test('keys that cannot be fetched', async () => {
  const url = `${AUTH}/.well-known/jwks.json`;
  const match = { path_prefix: '/auth/v1/.well-known' };
  await orderFault({ vendor: 'supabase', match, fault: { kind: 'status', status: 502 } });
  expect((await callSandbox(url)).status).toBe(502);
  expect((await callSandbox(url)).status).toBe(200);
});

test('calls are found by what comes late in a long mail', async () => {
  const to = ownAddress();
  const mark = `mark${crypto.randomUUID().slice(0, 8)}`;
  await send(mailTo(to, { text: `${'long '.repeat(100)}${mark}` }));
  const calls = await listCalls('resend', mark);
  expect(calls).toHaveLength(1);
  expect(calls[0]?.text_prefix).toHaveLength(80);
});
