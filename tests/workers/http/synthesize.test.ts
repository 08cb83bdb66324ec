import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { concatBytes } from '../../../worker/media/concat-bytes.ts';
import { readHeaderAt } from '../../../worker/media/mp3/header.ts';
import { runJob } from '../../../worker/services/jobs/run-job.ts';
import { synthesizeSpeech } from '../../../worker/services/speech/synthesize-speech.ts';
import { api, bytesOf, jsonOf, problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, jobFacts, statusOf } from '../../support/jobs.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { scriptedProviders, silence, vendorError } from '../../support/speech.ts';
import { balanceOf, createUser, ledgerOf, stateOf, type TestUser } from '../../support/users.ts';

const speak = (user: TestUser, text: string, headers: Record<string, string> = {}) =>
  api('/api/tts/synthesize', { user, json: { text }, headers });

const lastJobOf = async (userId: string): Promise<string> => {
  const id = await env.DB.prepare('SELECT id FROM jobs WHERE user_id = ?1 ORDER BY created_at DESC LIMIT 1')
    .bind(userId)
    .first<string>('id');
  return id ?? '';
};

/** The stream ends before the books do; the end of the job is awaited, never slept for. */
const ended = (jobId: string) => expect.poll(() => statusOf(jobId), { timeout: 10_000, interval: 20 });

const finalOf = async (user: TestUser, jobId: string): Promise<Uint8Array> => {
  const job = await jsonOf<{ finals: { url: string }[] }>(await api(`/api/jobs/${jobId}/status`, { user }));
  return bytesOf(await api(job.finals[0]?.url ?? '', { user }));
};

/** A kept file without the frame at its front that tells its length: what a listener has heard. */
const framesOf = (file: Uint8Array): Uint8Array => {
  const header = readHeaderAt(file, 0);
  if (!header) throw new Error('the file does not begin with a frame');
  return file.subarray(header.bytes);
};

test('speech is MP3 in more than one piece, charged, and kept frame for frame', async () => {
  const user = await createUser({ credits: 100 });
  const { text } = ownText('The first sentence is here. '.repeat(6));
  const reply = await speak(user, text);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe('audio/mpeg');
  expect(reply.headers.get('X-Request-Id')).toBeTruthy();
  const jobId = reply.headers.get('X-Job-Id') ?? '';
  expect(reply.headers.get('X-Credits-Charged')).toBe('1');
  expect(reply.headers.get('X-Credits-Balance')).toBe('99');
  if (!reply.body) throw new Error('no body');
  const pieces: Uint8Array[] = [];
  for await (const piece of reply.body as ReadableStream<Uint8Array>) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(2);
  const bytes = concatBytes(pieces);
  expect([bytes[0], (bytes[1] ?? 0) & 0xe6]).toEqual([0xff, 0xe2]);
  await ended(jobId).toBe('completed');
  expect(framesOf(await finalOf(user, jobId))).toEqual(bytes);
  expect(await callsOf(jobId)).toEqual([{ piece: null, outcome: 'ok' }]);
  expect(await ledgerOf(user.userId)).toMatchObject([{ kind: 'signup_grant' }, { kind: 'charge', change: -1 }]);
  await expectInvariants();
});

test('the first sound is sent before the last is made', async () => {
  const user = await createUser({ credits: 100 });
  const gate = Promise.withResolvers<void>();
  const ctx = testContext({
    providers: scriptedProviders(async function* () {
      yield { bytes: silence(1) };
      await gate.promise;
      yield { bytes: silence(2) };
    }),
  });
  const spoken = await synthesizeSpeech(ctx, { userId: user.userId, params: { text: 'Hello.' }, key: undefined });
  if (spoken.replayed) throw new Error('replayed');
  const reader = spoken.body.getReader();
  // Nothing else opens the gate: were the first piece held back for the last, this read would never end.
  const heard = (await reader.read()).value ?? new Uint8Array();
  // The last frame is known to be whole when the next one begins.
  expect(heard).toEqual(silence(1).subarray(0, heard.length));
  expect(heard.length).toBeGreaterThan(silence(1).length / 2);
  expect(await statusOf(spoken.jobId)).toBe('running');
  gate.resolve();
  const rest: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) rest.push(next.value);
  expect(concatBytes([heard, ...rest])).toEqual(concatBytes([silence(1), silence(2)]));
  await ctx.settled();
  expect(await statusOf(spoken.jobId)).toBe('completed');
  await expectInvariants();
});

test('a listener who leaves in the middle finds the whole file when he comes back', async () => {
  const user = await createUser({ credits: 100 });
  const { text } = ownText('The ferry leaves the harbour at noon. '.repeat(8));
  const reply = await speak(user, text);
  const jobId = reply.headers.get('X-Job-Id') ?? '';
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const first = (await reader.read()).value ?? new Uint8Array();
  await reader.cancel();
  await ended(jobId).toBe('completed');
  const file = await finalOf(user, jobId);
  expect(file.byteLength).toBeGreaterThan(first.byteLength);
  expect(framesOf(file).subarray(0, first.byteLength)).toEqual(first);
  expect(String(await balanceOf(user.userId))).toBe(reply.headers.get('X-Credits-Balance'));
  await expectInvariants();
});

test('a vendor that breaks off in the middle ends the stream with an error and gives everything back', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText('A sentence that will be cut. '.repeat(6));
  await orderFault(tag, { kind: 'cut_after_bytes', bytes: 100_000 });
  const reply = await speak(user, text);
  expect(reply.status).toBe(200);
  const jobId = reply.headers.get('X-Job-Id') ?? '';
  await expect(reply.arrayBuffer()).rejects.toThrow();
  await ended(jobId).toBe('failed');
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test.each<[string, Record<string, unknown>, number, string, number]>([
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 503, 'provider_unavailable', 1],
  ['500', { kind: 'status', status: 500 }, 503, 'provider_unavailable', 2],
  ['502', { kind: 'status', status: 502 }, 503, 'provider_unavailable', 2],
  ['503', { kind: 'status', status: 503 }, 503, 'provider_unavailable', 2],
  ['504', { kind: 'status', status: 504 }, 503, 'provider_unavailable', 2],
  ['401', { kind: 'status', status: 401 }, 502, 'provider_failed', 1],
  ['a web page', { kind: 'html' }, 502, 'provider_failed', 2],
  ['no byte', { kind: 'empty' }, 502, 'provider_failed', 2],
  ['noise', { kind: 'garbage' }, 502, 'provider_failed', 2],
  ['another type', { kind: 'wrong_type' }, 502, 'provider_failed', 2],
  [
    'a connection that breaks before the first byte',
    { kind: 'cut_after_bytes', bytes: 0 },
    503,
    'provider_unavailable',
    2,
  ],
])('a vendor that answers %s is an honest status, and the charge comes back', async (_, fault, status, code, calls) => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, fault, null);
  const reply = await speak(user, text);
  const retryAfter = reply.headers.get('Retry-After');
  const problem = await problemOf(reply);
  expect([problem.status, problem.code]).toEqual([status, code]);
  if (status === 503) expect(Number(retryAfter)).toBeGreaterThanOrEqual(fault.status === 429 ? 7 : 2);
  expect(await countCalls(tag)).toBe(calls);
  const jobId = await lastJobOf(user.userId);
  expect(await statusOf(jobId)).toBe('failed');
  expect((await ledgerOf(user.userId)).map((row) => row.kind)).toEqual(['signup_grant', 'charge', 'refund']);
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test('a vendor that fails once is asked again, and the listener hears nothing of it', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  await orderFault(tag, { kind: 'status', status: 503 });
  const reply = await speak(user, text);
  expect(reply.status).toBe(200);
  await reply.arrayBuffer();
  expect(await countCalls(tag)).toBe(2);
  await ended(reply.headers.get('X-Job-Id') ?? '').toBe('completed');
  await expectInvariants();
});

test('a vendor that stalls is a refund and a 503', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({ providers: scriptedProviders(() => Promise.reject(vendorError('timeout'))) });
  const spoken = synthesizeSpeech(ctx, { userId: user.userId, params: { text: 'Hello.' }, key: undefined });
  await expect(spoken).rejects.toMatchObject({ code: 'provider_unavailable', status: 503 });
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test('the same Idempotency-Key returns the kept file and charges once', async () => {
  const user = await createUser({ credits: 100 });
  const { text, tag } = ownText();
  const headers = { 'Idempotency-Key': 'my-key' };
  const first = await speak(user, text, headers);
  const bytes = await bytesOf(first);
  const jobId = first.headers.get('X-Job-Id') ?? '';
  await ended(jobId).toBe('completed');
  const again = await speak(user, text, headers);
  expect(again.status).toBe(200);
  expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  expect(again.headers.get('X-Job-Id')).toBe(jobId);
  expect(framesOf(await bytesOf(again))).toEqual(bytes);
  expect(await countCalls(tag)).toBe(1);
  expect(await stateOf(user.userId)).toEqual({ credits: 99, jobs: 1, rows: 2 });
  const other = await problemOf(await speak(user, `${text} And more.`, headers));
  expect([other.status, other.code]).toEqual([422, 'idempotency_conflict']);
  expect(await balanceOf(user.userId)).toBe(99);
  await expectInvariants();
});

test('a key whose first request is still being spoken answers 409, and of one that failed what became of it', async () => {
  const user = await createUser({ credits: 100 });
  const gate = Promise.withResolvers<void>();
  const ctx = testContext({
    providers: scriptedProviders(async function* () {
      yield { bytes: silence(1) };
      await gate.promise;
      throw vendorError('unavailable');
    }),
  });
  const input = { userId: user.userId, params: { text: 'Hello.' }, key: 'k' };
  const spoken = await synthesizeSpeech(ctx, input);
  await expect(synthesizeSpeech(ctx, input)).rejects.toMatchObject({ code: 'job_in_progress', status: 409 });
  gate.resolve();
  if (!spoken.replayed) await spoken.body.cancel();
  await ctx.settled();
  await expect(synthesizeSpeech(ctx, input)).rejects.toMatchObject({ code: 'provider_failed' });
  expect(await balanceOf(user.userId)).toBe(100);
  await expectInvariants();
});

test.each(['', 'a b', 'ключ', 'k'.repeat(65)])('the key “%s” is refused by its header’s name', async (key) => {
  const user = await createUser({ credits: 100 });
  const reply = await speak(user, 'Hello.', { 'Idempotency-Key': encodeURI(key) });
  const problem = await problemOf(reply);
  expect(problem.errors?.[0]?.pointer).toBe('#header/idempotency-key');
  expect(await stateOf(user.userId)).toMatchObject({ credits: 100, jobs: 0 });
});

test('too little credit speaks nothing', async () => {
  const user = await createUser({ credits: 0 });
  const { text, tag } = ownText();
  expect((await problemOf(await speak(user, text))).code).toBe('insufficient_credits');
  expect(await countCalls(tag)).toBe(0);
});

test('a request whose Worker dies in the middle is finished by the sweep, once', async () => {
  const user = await createUser({ credits: 100 });
  const ctx = testContext({
    providers: scriptedProviders(async function* () {
      yield { bytes: silence(1) };
      throw new Error('the isolate is gone');
    }),
  });
  const spoken = await synthesizeSpeech(ctx, { userId: user.userId, params: { text: 'Hello.' }, key: undefined });
  if (spoken.replayed) throw new Error('replayed');
  await expect(new Response(spoken.body).arrayBuffer()).rejects.toThrow();
  await ctx.settled();
  expect(await jobFacts(spoken.jobId)).toMatchObject({ status: 'running', attempts: 1 });
  const later = testContext({ providers: scriptedProviders() });
  expect(await runJob(later, spoken.jobId)).toEqual({ done: true });
  expect(await statusOf(spoken.jobId)).toBe('running');
  later.clock.advance(31_000);
  await runJob(later, spoken.jobId);
  expect(await statusOf(spoken.jobId)).toBe('completed');
  expect(await balanceOf(user.userId)).toBe(99);
  await expectInvariants();
});

test('a stream whose job is canceled from elsewhere leaves no file that no row shows', async () => {
  const user = await createUser({ credits: 100 });
  const gate = Promise.withResolvers<void>();
  const ctx = testContext({
    providers: scriptedProviders(async function* () {
      yield { bytes: silence(1) };
      await gate.promise;
      yield { bytes: silence(2) };
    }),
  });
  const spoken = await synthesizeSpeech(ctx, { userId: user.userId, params: { text: 'Hello.' }, key: undefined });
  if (spoken.replayed) throw new Error('replayed');
  const canceled = await api(`/api/jobs/${spoken.jobId}/cancel`, { user, method: 'POST' });
  expect(await jsonOf(canceled)).toMatchObject({ status: 'canceled', returnedCredits: 0 });
  gate.resolve();
  await new Response(spoken.body).arrayBuffer();
  await ctx.settled();
  expect(await statusOf(spoken.jobId)).toBe('canceled');
  expect(await balanceOf(user.userId)).toBe(99);
  await expectInvariants();
});
