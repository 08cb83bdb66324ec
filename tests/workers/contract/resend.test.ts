import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';

const newEmail = () => `${crypto.randomUUID()}@example.com`;
const mail = (to: string, key: string = crypto.randomUUID()) => ({
  to,
  subject: 'A subject',
  html: '<p>A mail</p>',
  text: 'A mail',
  idempotencyKey: key,
});

const mailsTo = async (email: string): Promise<{ subject: string; text: string }[]> => {
  const reply = await env.SANDBOX.fetch(`https://any.example/sandbox/mail.json?to=${encodeURIComponent(email)}`);
  return ((await reply.json()) as { mails: { subject: string; text: string }[] }).mails;
};

const orderFault = async (email: string, fault: Record<string, unknown>): Promise<void> => {
  const reply = await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ vendor: 'resend', match: { text_includes: email }, times: 1, fault }),
  });
  expect(reply.status).toBe(201);
};

test('a mail reaches the mailbox once, however often it is sent with its key', async () => {
  const { mailer } = testContext();
  const email = newEmail();
  const first = await mailer.send(mail(email, 'same-key-of-this-mail'));
  expect(await mailer.send(mail(email, 'same-key-of-this-mail'))).toEqual(first);
  expect(await mailsTo(email)).toMatchObject([{ subject: 'A subject', text: 'A mail' }]);
});

test.each([
  ['rate_limited', { kind: 'status', status: 429, headers: { 'Retry-After': '7' } }],
  ['unavailable', { kind: 'status', status: 503 }],
  ['bad_response', { kind: 'html' }],
])('a vendor that fails is %s', async (code, fault) => {
  const email = newEmail();
  await orderFault(email, fault);
  await expect(testContext().mailer.send(mail(email))).rejects.toMatchObject({ provider: 'resend', code });
});

test('a person signs in over HTTP with the code of the mail, and the cookies let him in', async () => {
  const email = newEmail();
  const sent = await api('/api/auth/code', { json: { email: email.toUpperCase() } });
  expect(await jsonOf(sent, 202)).toMatchObject({ email });
  const [newest] = await mailsTo(email);
  const code = /(\d{3}) (\d{3})/
    .exec(newest?.subject ?? '')
    ?.slice(1)
    .join('');
  const verified = await api('/api/auth/verify', { json: { email, code } });
  expect(await jsonOf(verified)).toMatchObject({
    kind: 'session',
    isNew: true,
    me: { email, balanceCredits: 5_000, role: 'user' },
  });
  const [access] = verified.headers.getSetCookie();
  const me = await api('/api/users/me', { headers: { Cookie: access?.split(';')[0] ?? '' } });
  expect(await jsonOf(me)).toMatchObject({ email });
  const again = await problemOf(await api('/api/auth/verify', { json: { email, code } }));
  expect(again.errors?.[0]?.pointer).toBe('/code');
});

test('nobody is signed in by a page of another site', async () => {
  const json = { email: newEmail(), code: '000000' };
  for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, { Origin: 'null' }]) {
    const reply = await api('/api/auth/verify', { json, headers });
    expect((await problemOf(reply)).code).toBe('foreign_origin');
  }
});

test.each([
  ['no address', { email: 'nobody' }, 'invalid_format'],
  ['an empty one', { email: '' }, 'invalid_format'],
  ['a number', { email: 7 }, 'wrong_type'],
  ['one that is too long', { email: `${'a'.repeat(250)}@example.com` }, 'out_of_range'],
])('%s is sent no code', async (_, json, code) => {
  const problem = await problemOf(await api('/api/auth/code', { json }));
  expect(problem.errors).toMatchObject([{ pointer: '/email', code }]);
});
