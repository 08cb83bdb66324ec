import { expect, test } from 'vitest';
import { EMAILS, listMails, mailTo, ownAddress, send, sendForId } from './mail-support.ts';
import { callSandbox } from './sandbox-support.ts';

type Refusal = { statusCode: number; name: string; message: string };
const readRefusal = async (answer: Response): Promise<Refusal> => answer.json();

test('a mail is taken, and kept with all it has', async () => {
  const to = ownAddress();
  const id = await sendForId(
    mailTo(`Ann <${to.toUpperCase()}>`, {
      html: '<p>Your code is <b>123456</b>.</p>',
      reply_to: 'help@ozvena.example',
      headers: { 'X-Entity-Ref-ID': 'abc' },
      tags: [{ name: 'kind', value: 'code' }],
    }),
  );
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const { mails, count } = await listMails(to);
  expect(count).toBe(1);
  expect(mails).toEqual([
    {
      id,
      sent_at: expect.any(Number),
      from: 'Ozvena <hello@ozvena.example>',
      to: [`Ann <${to.toUpperCase()}>`],
      subject: 'Your code',
      html: '<p>Your code is <b>123456</b>.</p>',
      text: 'Your code is 123456.',
      reply_to: ['help@ozvena.example'],
      headers: { 'X-Entity-Ref-ID': 'abc' },
      tags: [{ name: 'kind', value: 'code' }],
    },
  ]);
});

test('a mail to several is found by each of them', async () => {
  const [one, two] = [ownAddress(), ownAddress()];
  const id = await sendForId(mailTo([one, two]));
  for (const to of [one, two]) expect((await listMails(to)).mails.map((mail) => mail.id)).toEqual([id]);
});

test.each([
  ['no key', { authorization: '' }, 401, 'missing_api_key'],
  ['another scheme', { authorization: 'Basic re_x' }, 401, 'missing_api_key'],
  ['an empty key', { authorization: 'Bearer ' }, 401, 'missing_api_key'],
  ['a key of somebody else', { authorization: 'Bearer sk_x' }, 401, 'invalid_api_key'],
  ['no User-Agent', { 'user-agent': '' }, 403, 'error_1010'],
  ['a key of idempotency that is too long', { 'idempotency-key': 'k'.repeat(257) }, 400, 'invalid_idempotency_key'],
])('refused: %s', async (_, headers, status, name) => {
  const to = ownAddress();
  const answer = await send(mailTo(to), headers);
  expect(answer.status).toBe(status);
  expect(await readRefusal(answer)).toEqual({ statusCode: status, name, message: expect.stringMatching(/./) });
  expect((await listMails(to)).count).toBe(0);
});

const fine = mailTo('ann@example.com');
test.each([
  ['no sender', { ...fine, from: undefined }, 'missing_required_field', '`from`'],
  ['no recipient', { ...fine, to: undefined }, 'missing_required_field', '`to`'],
  ['no subject', { ...fine, subject: undefined }, 'missing_required_field', '`subject`'],
  ['neither html nor text', { ...fine, text: undefined }, 'validation_error', '`html` or `text`'],
  ['an empty list', { ...fine, to: [] }, 'validation_error', '`to`'],
  ['51 recipients', { ...fine, to: Array.from({ length: 51 }, ownAddress) }, 'validation_error', '`to`'],
  ['a recipient that is no address', { ...fine, to: 'ann' }, 'validation_error', 'email@example.com'],
  ['one of two that is no address', { ...fine, to: ['ann@example.com', 'bob@'] }, 'validation_error', '`to`'],
  ['a sender without a domain', { ...fine, from: 'Ozvena <hello>' }, 'validation_error', '`from`'],
  ['a second header in the sender', { ...fine, from: 'A\r\nBcc: b@x.io <a@x.io>' }, 'validation_error', '`from`'],
  ['a second header in the subject', { ...fine, subject: 'Hi\r\nBcc: b@x.io' }, 'validation_error', '`subject`'],
  ['a second header in a header', { ...fine, headers: { 'X-A': 'b\nBcc: b@x.io' } }, 'validation_error', '`headers`'],
  ['a header without a name', { ...fine, headers: { 'X A:': 'b' } }, 'validation_error', '`headers`'],
  ['a subject that is a number', { ...fine, subject: 7 }, 'validation_error', '`subject`'],
  ['a tag with a space', { ...fine, tags: [{ name: 'a b', value: 'c' }] }, 'validation_error', '`tags`'],
  ['an unknown key', { ...fine, colour: 'red' }, 'validation_error', 'colour'],
  ['half of a surrogate pair', { ...fine, text: 'a\ud800' }, 'validation_error', '`text`'],
  ['a list', [], 'validation_error', ''],
  ['null', 'null', 'validation_error', ''],
  ['a mail that is too large', { ...fine, text: 'a'.repeat(256 * 1024) }, 'validation_error', 'larger'],
])('422: %s', async (_, body, name, says) => {
  const answer = await send(body);
  expect(answer.status).toBe(422);
  const refusal = await readRefusal(answer);
  expect([refusal.statusCode, refusal.name]).toEqual([422, name]);
  expect(refusal.message).toContain(says);
});

test('a body that is not JSON', async () => {
  const answer = await send('{"from":');
  expect([answer.status, (await readRefusal(answer)).name]).toEqual([400, 'validation_error']);
});

test('50 recipients are fine', async () => {
  const to = Array.from({ length: 50 }, ownAddress);
  expect((await send(mailTo(to))).status).toBe(200);
});

test('the same key and mail is the same mail, and it is sent once', async () => {
  const to = ownAddress();
  const key = { 'idempotency-key': crypto.randomUUID() };
  const ids = await Promise.all(Array.from({ length: 5 }, () => sendForId(mailTo(to), key)));
  expect(new Set(ids).size).toBe(1);
  expect((await listMails(to)).mails.map((mail) => mail.id)).toEqual([ids[0]]);
});

test('the same key with another mail is a conflict, and nothing is sent', async () => {
  const to = ownAddress();
  const key = { 'idempotency-key': crypto.randomUUID() };
  await sendForId(mailTo(to), key);
  const answer = await send(mailTo(to, { subject: 'Another' }), key);
  expect(answer.status).toBe(409);
  expect(await readRefusal(answer)).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' });
  expect((await listMails(to)).count).toBe(1);
});

test('a key belongs to the account that used it', async () => {
  const to = ownAddress();
  const key = { 'idempotency-key': crypto.randomUUID() };
  const mine = await sendForId(mailTo(to), key);
  const theirs = await sendForId(mailTo(to, { subject: 'Another' }), { ...key, authorization: 'Bearer re_other' });
  expect(theirs).not.toBe(mine);
  expect((await listMails(to)).count).toBe(2);
});

test('without a key the same mail is sent twice', async () => {
  const to = ownAddress();
  await sendForId(mailTo(to));
  await sendForId(mailTo(to));
  expect((await listMails(to)).count).toBe(2);
});

test('unknown paths and methods', async () => {
  for (const [url, method] of [
    [EMAILS, 'GET'],
    ['https://api.resend.com/domains', 'POST'],
  ] as const) {
    const answer = await callSandbox(url, { method, headers: { 'user-agent': 'test' } });
    expect([answer.status, (await readRefusal(answer)).name]).toEqual([404, 'not_found']);
  }
});
