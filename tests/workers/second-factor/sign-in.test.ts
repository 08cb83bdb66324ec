import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import {
  SECOND_FACTOR_CHALLENGE_MS,
  SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR,
  SECOND_FACTOR_TRIES_PER_CHALLENGE,
} from '../../../worker/contract/limits.ts';
import { endSecondFactor } from '../../../worker/services/second-factor/end-second-factor.ts';
import { verifySession } from '../../../worker/services/sessions/access-token.ts';
import { finishSignIn } from '../../../worker/services/sign-in/finish-sign-in.ts';
import { passSecondFactor } from '../../../worker/services/sign-in/pass-second-factor.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { type TestContext, testContext } from '../../support/context.ts';
import { type Authenticator, turnOnSecondFactor } from '../../support/second-factor.ts';
import { blockUser, createUser } from '../../support/users.ts';

const origin = { ip: '192.0.2.7', userAgent: 'a test', requestId: 'a request' };
const expired = { code: 'unauthenticated' };
const refused = { code: 'validation_failed', details: { errors: [{ pointer: '/code', code: 'wrong_second_factor' }] } };
const HOUR_MS = 3_600_000;

type Person = { ctx: TestContext; userId: string; phone: Authenticator };

const newPerson = async (): Promise<Person> => {
  const ctx = testContext();
  const { userId } = await createUser();
  return { ctx, userId, phone: await turnOnSecondFactor(ctx, userId) };
};

/** Proves the first factor. */
const challenge = async ({ ctx, userId }: Person): Promise<string> => {
  const finished = await finishSignIn(ctx, { userId, method: 'email_code', origin });
  if (finished.kind !== 'second_factor') throw new Error('the second factor was not asked for');
  return finished.challenge.token;
};

const pass = ({ ctx }: Person, token: string | undefined, code: string) =>
  passSecondFactor(ctx, { token, code, origin });

const countSessions = ({ userId }: Person) =>
  env.DB.prepare('SELECT COUNT(*) AS n FROM sessions WHERE user_id = ?1').bind(userId).first<number>('n');

const fulfilled = (done: PromiseSettledResult<unknown>[]) => done.filter(({ status }) => status === 'fulfilled');

test('a code of the app turns the challenge into a session of its owner', async () => {
  const person = await newPerson();
  const { userId, tokens } = await pass(person, await challenge(person), person.phone.next());
  expect(userId).toBe(person.userId);
  const { config, clock } = person.ctx;
  expect(await verifySession(config.sessionSecrets, tokens.access, clock.now())).toMatchObject({
    userId,
    role: 'user',
  });
  const row = await env.DB.prepare('SELECT method, ip FROM login_history WHERE user_id = ?1').bind(userId).first();
  expect(row).toEqual({ method: 'email_code', ip: origin.ip });
});

test('a recovery code does as well, however it is typed, and once', async () => {
  const person = await newPerson();
  const [code = ''] = person.phone.recoveryCodes;
  const typed = ` ${code.toUpperCase().replace('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `;
  await pass(person, await challenge(person), typed);
  await expect(pass(person, await challenge(person), code)).rejects.toMatchObject(refused);
});

test('a code of the app that was taken once is not taken again, nor is an older one', async () => {
  const person = await newPerson();
  await expect(pass(person, await challenge(person), person.phone.code)).rejects.toMatchObject(refused);
  const [older, newer] = [person.phone.next(), person.phone.next()];
  await pass(person, await challenge(person), newer);
  await expect(pass(person, await challenge(person), newer)).rejects.toMatchObject(refused);
  await expect(pass(person, await challenge(person), older)).rejects.toMatchObject(refused);
});

test('the same code at eight sign-ins at once opens one session', async () => {
  const person = await newPerson();
  const tokens = await Promise.all(Array.from({ length: 8 }, () => challenge(person)));
  const code = person.phone.next();
  const done = await Promise.allSettled(tokens.map((token) => pass(person, token, code)));
  expect(fulfilled(done)).toHaveLength(1);
  expect(await countSessions(person)).toBe(1);
});

test('the same recovery code at eight sign-ins at once opens one session', async () => {
  const person = await newPerson();
  const tokens = await Promise.all(Array.from({ length: 8 }, () => challenge(person)));
  const [, code = ''] = person.phone.recoveryCodes;
  const done = await Promise.allSettled(tokens.map((token) => pass(person, token, code)));
  expect(fulfilled(done)).toHaveLength(1);
  expect(await countSessions(person)).toBe(1);
});

test('one challenge answered by two right codes at once is one session', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  const [one = '', two = ''] = person.phone.recoveryCodes;
  const done = await Promise.allSettled([pass(person, token, one), pass(person, token, two)]);
  expect(fulfilled(done)).toHaveLength(1);
  expect(await countSessions(person)).toBe(1);
});

test('a challenge that was passed is of no use again', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  await pass(person, token, person.phone.next());
  await expect(pass(person, token, person.phone.next())).rejects.toMatchObject(expired);
});

test('a challenge runs out', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  person.ctx.clock.advance(SECOND_FACTOR_CHALLENGE_MS);
  await expect(pass(person, token, person.phone.next())).rejects.toMatchObject(expired);
});

test('the code of another is of no use, and neither is one’s own to the challenge of another', async () => {
  const [person, other] = [await newPerson(), await newPerson()];
  const token = await challenge(person);
  await expect(pass(person, token, other.phone.recoveryCodes[0] ?? '')).rejects.toMatchObject(refused);
  await expect(pass(other, token, other.phone.recoveryCodes[1] ?? '')).rejects.toMatchObject(refused);
  expect(await countSessions(other)).toBe(0);
});

test.each([undefined, '', 'x', 'A'.repeat(43), '../../x', "' OR 1=1 --"])(
  'the challenge "%s" is none',
  async (token) => {
    const person = await newPerson();
    await expect(pass(person, token, person.phone.next())).rejects.toMatchObject(expired);
  },
);

test('a wrong code of the app and a wrong recovery code read the same', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  const errors = await Promise.all(
    [person.phone.wrong(), '00000-00000', 'hello'].map((code) => pass(person, token, code).catch((error) => error)),
  );
  const [first] = errors.map(({ code, message, details }) => JSON.stringify({ code, message, details }));
  for (const { code, message, details } of errors) expect(JSON.stringify({ code, message, details })).toBe(first);
});

test('a challenge has five tries, also at once; then the right code is too late', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  const wrong = person.phone.wrong();
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => pass(person, token, wrong)));
  const codes = done.map((one) => (one.status === 'rejected' ? one.reason.code : 'passed'));
  expect(codes.filter((code) => code === 'validation_failed')).toHaveLength(SECOND_FACTOR_TRIES_PER_CHALLENGE);
  await expect(pass(person, token, person.phone.next())).rejects.toMatchObject(expired);
});

test('F59: an account has ten wrong codes an hour, whatever the challenges and however many at once', async () => {
  const person = await newPerson();
  const tokens = await Promise.all(Array.from({ length: 40 }, () => challenge(person)));
  const wrong = person.phone.wrong();
  const done = await Promise.allSettled(tokens.map((token) => pass(person, token, wrong)));
  const codes = done.map((one) => (one.status === 'rejected' ? one.reason.code : 'passed'));
  expect(codes.filter((code) => code === 'validation_failed')).toHaveLength(SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR);
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(30);
  const right = pass(person, await challenge(person), person.phone.next());
  await expect(right).rejects.toMatchObject({
    code: 'rate_limited',
    details: { retryAfterSeconds: expect.any(Number) },
  });
  person.ctx.clock.advance(HOUR_MS);
  await pass(person, await challenge(person), person.phone.next());
});

test('right codes are no tries: who comes in often is not shut out', async () => {
  const person = await newPerson();
  for (let round = 0; round < SECOND_FACTOR_TRIES_PER_ACCOUNT_PER_HOUR + 2; round += 1) {
    await pass(person, await challenge(person), person.phone.next());
  }
});

test('who was blocked meanwhile does not come in', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  await blockUser(person.userId);
  await expect(pass(person, token, person.phone.next())).rejects.toMatchObject({ code: 'account_blocked' });
  expect(await countSessions(person)).toBe(0);
});

test('when the factor was turned off meanwhile, one begins again', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  await endSecondFactor(person.ctx, { userId: person.userId, code: person.phone.next() });
  await expect(pass(person, token, '123456')).rejects.toMatchObject(expired);
});

const overHttp = async (cookie: string, code: string, headers: Record<string, string> = {}) =>
  api('/api/auth/second-factor', { json: { code }, headers: { Cookie: `ozv_second_factor=${cookie}`, ...headers } });

test('over HTTP the debt goes and the session comes', async () => {
  const person = await newPerson();
  const reply = await overHttp(await challenge(person), person.phone.recoveryCodes[4] ?? '');
  expect(await jsonOf(reply)).toMatchObject({
    kind: 'session',
    me: { id: person.userId },
    isNew: false,
    token: null,
  });
  const cookies = reply.headers.getSetCookie();
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['ozv_second_factor', 'ozv_session', 'ozv_refresh']);
  expect(cookies[0]).toContain('Max-Age=0');
  const Cookie = cookies[1]?.split(';')[0] ?? '';
  expect(await jsonOf(await api('/api/users/me', { headers: { Cookie } }))).toMatchObject({ id: person.userId });
});

test('the debt alone is no session, and a page of another site cannot pay it', async () => {
  const person = await newPerson();
  const token = await challenge(person);
  const Cookie = `ozv_second_factor=${token}; ozv_session=${token}`;
  expect((await api('/api/users/me', { headers: { Cookie } })).status).toBe(401);
  const code = person.phone.recoveryCodes[5] ?? '';
  for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
    expect((await problemOf(await overHttp(token, code, headers))).code).toBe('foreign_origin');
  }
  expect((await problemOf(await overHttp(token, ''))).code).toBe('validation_failed');
  expect((await overHttp(token, code)).status).toBe(200);
});
