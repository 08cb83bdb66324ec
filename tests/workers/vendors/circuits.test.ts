import { env } from 'cloudflare:workers';
import { afterEach, expect, test } from 'vitest';
import type { CircuitView } from '../../../worker/contract/admin-vendors.ts';
import type { VendorStatusList } from '../../../worker/contract/vendor-status.ts';
import { type MediaPiece, ProviderError, type ProviderErrorCode } from '../../../worker/providers/provider.ts';
import {
  BREAK_MS,
  FAILURE_WINDOW_MS,
  FAILURES_TO_BREAK,
  KEY_OUT_MS,
} from '../../../worker/services/vendors/circuits.ts';
import { openHouseVendor } from '../../../worker/services/vendors/open-house-vendor.ts';
import { requireVendors } from '../../../worker/services/vendors/require-vendors.ts';
import { api, jsonOf } from '../../support/api.ts';
import { type TestContext, testContext } from '../../support/context.ts';
import { silence } from '../../support/speech.ts';
import { speechRequest } from '../../support/speech-vendors.ts';
import { createUser, liftLimits } from '../../support/users.ts';
import { addVendorKey, lookAgain, resetVendors, superadmin } from '../../support/vendors.ts';

await liftLimits();
afterEach(resetVendors);

const VOICE = { provider: 'unicorn', voiceId: 'unicorn:bruno' } as const;
const SPEECH = { voiceId: VOICE.voiceId, language: 'en', format: 'mp3', fallback: false } as const;
const wantedNow = ({ canWait }: { canWait: boolean }) => ({
  voiceIds: [VOICE.voiceId],
  userId: undefined,
  speech: SPEECH,
  canWait,
  pointer: '',
});
const REQUEST = speechRequest({ voice: 'bruno', language: 'en' }, 'One.');

type Answer = Uint8Array | ProviderErrorCode | { code: ProviderErrorCode; retryAfterMs: number };

type Speak = (id: string, apiKey: string | undefined) => AsyncGenerator<MediaPiece>;

/** A context whose vendors speak like this. */
const speaking = (speak: Speak): TestContext => {
  const { providers } = testContext();
  return testContext({
    providers: {
      ...providers,
      speech: (id, account) => ({ ...providers.speech(id, account), synthesize: () => speak(id, account?.apiKey) }),
    },
  });
};

/** One whose vendor answers as `answers` says, by key; one key after the other is noted. */
const scripted = (answers: (apiKey: string | undefined) => Answer) => {
  const asked: (string | undefined)[] = [];
  async function* speak(id: string, apiKey: string | undefined) {
    asked.push(apiKey);
    const answer = answers(apiKey);
    if (answer instanceof Uint8Array) {
      yield { bytes: answer };
      return;
    }
    const { code, retryAfterMs = undefined } = typeof answer === 'string' ? { code: answer } : answer;
    throw new ProviderError(id, code, 'as ordered by the test', retryAfterMs);
  }
  return { ctx: speaking(speak), asked };
};

/** One call as the pipeline makes it: what came of it, by its code. */
const call = async (ctx: TestContext): Promise<string> => {
  try {
    const { speech } = await openHouseVendor(ctx, VOICE);
    const { signal } = new AbortController();
    for await (const piece of speech.synthesize(REQUEST, { signal, timed: false })) if (!piece) break;
    return 'ok';
  } catch (error) {
    if (error instanceof ProviderError)
      return error.message.includes('as ordered') ? error.code : `closed: ${error.code}`;
    throw error;
  }
};

const callTimes = async (ctx: TestContext, times: number) => {
  const outcomes: string[] = [];
  for (let index = 0; index < times; index += 1) outcomes.push(await call(ctx));
  return outcomes;
};

const alertsOf = async (kind: string) =>
  (await env.DB.prepare('SELECT detail FROM admin_events WHERE kind = ?1').bind(kind).all()).results.length;
const statusOf = async () =>
  (await jsonOf<VendorStatusList>(await api('/api/vendors/status'))).items.find(({ id }) => id === 'unicorn');

test('so many failures break the circuit; nobody calls then, users see it, and operators are told once', async () => {
  const before = await alertsOf('vendor_down');
  const { ctx, asked } = scripted(() => 'unavailable');
  const outcomes = await callTimes(ctx, FAILURES_TO_BREAK + 3);
  expect(outcomes).toEqual([
    ...Array.from({ length: FAILURES_TO_BREAK }, () => 'unavailable'),
    ...Array.from({ length: 3 }, () => 'closed: unavailable'),
  ]);
  expect(asked).toHaveLength(FAILURES_TO_BREAK);
  expect(await alertsOf('vendor_down')).toBe(before + 1);
  expect(await statusOf()).toMatchObject({ state: 'down', since: expect.any(Number) });
});

test.each(['timeout', 'bad_response'] as const)('%s counts as a failure of the vendor', async (code) => {
  const { ctx } = scripted(() => code);
  expect((await callTimes(ctx, FAILURES_TO_BREAK + 1)).at(-1)).toBe('closed: unavailable');
});

test('what a request did wrong says nothing about its vendor', async () => {
  const { ctx } = scripted(() => 'rejected');
  expect(new Set(await callTimes(ctx, FAILURES_TO_BREAK * 2))).toEqual(new Set(['rejected']));
});

test('a success between failures, and time, make the count begin anew', async () => {
  let answer: Answer = 'unavailable';
  const { ctx } = scripted(() => answer);
  await callTimes(ctx, FAILURES_TO_BREAK - 1);
  answer = silence();
  await call(ctx);
  answer = 'unavailable';
  await callTimes(ctx, FAILURES_TO_BREAK - 1);
  ctx.clock.advance(FAILURE_WINDOW_MS);
  await callTimes(ctx, FAILURES_TO_BREAK - 1);
  answer = silence();
  expect(await call(ctx)).toBe('ok');
});

test('after its time one call tries a broken circuit, however many come at once; it mends by success', async () => {
  let answer: Answer = 'unavailable';
  const { ctx, asked } = scripted(() => answer);
  await callTimes(ctx, FAILURES_TO_BREAK);
  asked.length = 0;
  ctx.clock.advance(BREAK_MS);
  lookAgain();
  await requireVendors(ctx, wantedNow({ canWait: false }));
  const openings = await Promise.allSettled(Array.from({ length: 8 }, () => openHouseVendor(ctx, VOICE)));
  expect(openings.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  answer = silence();
  const [opened] = openings.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : []));
  for await (const piece of opened?.speech.synthesize(REQUEST, {
    signal: new AbortController().signal,
    timed: false,
  }) ?? []) {
    expect(piece.bytes.length).toBeGreaterThan(0);
  }
  expect(await callTimes(ctx, 2)).toEqual(['ok', 'ok']);
  expect(asked).toHaveLength(3);
});

test('a trial that fails breaks the circuit again, for twice as long, and alarms nobody again', async () => {
  const before = await alertsOf('vendor_down');
  const { ctx } = scripted(() => 'unavailable');
  await callTimes(ctx, FAILURES_TO_BREAK);
  ctx.clock.advance(BREAK_MS);
  expect(await callTimes(ctx, 2)).toEqual(['unavailable', 'closed: unavailable']);
  ctx.clock.advance(BREAK_MS);
  expect(await call(ctx)).toBe('closed: unavailable');
  ctx.clock.advance(BREAK_MS);
  expect(await call(ctx)).toBe('unavailable');
  expect(await alertsOf('vendor_down')).toBe(before + 1);
});

test('F26: a key that is asked to wait waits, and the other one speaks', async () => {
  const user = await superadmin();
  await addVendorKey(user, { apiKey: 'uni_busy_of_the_tests' });
  await addVendorKey(user, { apiKey: 'uni_free_of_the_tests' });
  const { ctx, asked } = scripted((key) =>
    key === 'uni_busy_of_the_tests' ? { code: 'rate_limited', retryAfterMs: 7_000 } : silence(),
  );
  expect(await callTimes(ctx, 4)).toEqual(['rate_limited', 'ok', 'ok', 'ok']);
  expect(asked.slice(1)).toEqual(Array.from({ length: 3 }, () => 'uni_free_of_the_tests'));
  ctx.clock.advance(7_000);
  expect(await call(ctx)).toBe('rate_limited');
});

test('a vendor that asks everybody to wait is not asked; a job in the background may be created all the same', async () => {
  const { ctx, asked } = scripted(() => ({ code: 'rate_limited', retryAfterMs: 7_000 }));
  expect(await callTimes(ctx, 2)).toEqual(['rate_limited', 'closed: rate_limited']);
  expect(asked).toHaveLength(1);
  await requireVendors(ctx, wantedNow({ canWait: true }));
  await expect(requireVendors(ctx, wantedNow({ canWait: false }))).rejects.toMatchObject({
    code: 'provider_unavailable',
    details: { retryAfterSeconds: 7 },
  });
});

test.each(['unauthorized', 'exhausted'] as const)(
  'a key that is %s is out at once; operators are told',
  async (code) => {
    const before = await alertsOf('vendor_key_out');
    const user = await superadmin();
    await addVendorKey(user, { apiKey: 'uni_dead_of_the_tests' });
    await addVendorKey(user, { apiKey: 'uni_good_of_the_tests' });
    const { ctx } = scripted((key) => (key === 'uni_dead_of_the_tests' ? code : silence()));
    expect(await callTimes(ctx, 4)).toEqual([code, 'ok', 'ok', 'ok']);
    expect(await alertsOf('vendor_key_out')).toBe(before + 1);
    ctx.clock.advance(BREAK_MS * 4);
    expect(await call(ctx)).toBe('ok');
    ctx.clock.advance(KEY_OUT_MS);
    expect(await callTimes(ctx, 2)).toEqual([code, 'ok']);
    expect(await alertsOf('vendor_key_out')).toBe(before + 1);
  },
);

test('a broken key is tried when its time is over, however well the others are', async () => {
  const user = await superadmin();
  await addVendorKey(user, { apiKey: 'uni_first_of_the_tests' });
  const late = await addVendorKey(user, { apiKey: 'uni_later_of_the_tests' });
  const { ctx, asked } = scripted(() => silence());
  const now = ctx.clock.now();
  await env.DB.prepare(
    `INSERT INTO vendor_circuits (id, provider, broken_at, broken_until, error_code) VALUES (?1, 'unicorn', ?2, ?2, 'exhausted')`,
  )
    .bind(late.id, now - 1)
    .run();
  lookAgain();
  expect(await callTimes(ctx, 2)).toEqual(['ok', 'ok']);
  expect(asked).toEqual(['uni_later_of_the_tests', 'uni_first_of_the_tests']);
});

test('an operator has a key tried, and it is used again at once', async () => {
  const key = await addVendorKey(await superadmin());
  const { ctx } = scripted(() => 'unauthorized');
  expect(await callTimes(ctx, 2)).toEqual(['unauthorized', 'closed: unavailable']);
  const user = await createUser({ role: 'admin' });
  const path = `/api/admin/vendors/unicorn/keys/${key.id}/check`;
  expect(await jsonOf<CircuitView>(await api(path, { user, method: 'POST' }))).toEqual({
    state: 'whole',
    errorCode: null,
    until: null,
  });
  expect((await openHouseVendor(ctx, VOICE)).keyId).toBe(key.id);
});

test('a call that its own caller gives up says nothing about the vendor', async () => {
  async function* breakOff(id: string) {
    yield { bytes: silence() };
    throw new ProviderError(id, 'unavailable', 'the answer broke off');
  }
  const ctx = speaking(breakOff);
  for (let index = 0; index < FAILURES_TO_BREAK; index += 1) {
    const abort = new AbortController();
    const { speech } = await openHouseVendor(ctx, VOICE);
    const pieces = speech.synthesize(REQUEST, { signal: abort.signal, timed: false })[Symbol.asyncIterator]();
    await pieces.next();
    abort.abort(new Error('the job is gone'));
    await expect(pieces.next()).rejects.toThrow(ProviderError);
  }
  await expect(openHouseVendor(ctx, VOICE)).resolves.toMatchObject({ keyId: null });
});

test('F32: with every way broken nothing is begun, and whoever asks hears for how long', async () => {
  const { ctx } = scripted(() => 'unavailable');
  await callTimes(ctx, FAILURES_TO_BREAK);
  for (const canWait of [true, false]) {
    await expect(requireVendors(ctx, wantedNow({ canWait }))).rejects.toMatchObject({
      code: 'provider_unavailable',
      details: { retryAfterSeconds: expect.any(Number) },
    });
  }
});
