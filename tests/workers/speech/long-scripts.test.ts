import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createOrm } from '../../../worker/db/client.ts';
import { readJob } from '../../../worker/db/jobs.ts';
import { JOB_LEASE_MS } from '../../../worker/ledger/account-ops.ts';
import { measureMp3 } from '../../../worker/media/mp3/clean-mp3.ts';
import { readCaptions } from '../../../worker/services/assets/read-captions.ts';
import { runJob } from '../../../worker/services/jobs/run-job.ts';
import { createSpeechJob } from '../../../worker/services/speech/create-speech-job.ts';
import { readScript } from '../../../worker/services/speech/read-script.ts';
import { syncVoices } from '../../../worker/services/voices/sync-voices.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { callsOf, deliver, jobFacts, newJob, statusOf } from '../../support/jobs.ts';
import { type SpeechScript, scriptedProviders, silence, vendorError } from '../../support/speech.ts';
import { withFaults } from '../../support/storage-faults.ts';
import { balanceOf, createUser } from '../../support/users.ts';
import { decodeWav, encodeWav } from '../../support/wav.ts';

const SENTENCE = 'The river carried the small boat slowly past the sleeping town. ';
/** So many pieces come of it, of 2,000 characters at most. */
const PIECES = 6;
const LONG_TEXT = SENTENCE.repeat(Math.floor((PIECES * 1_990) / SENTENCE.length)).trim();
const LONG_CREDITS = Math.ceil((LONG_TEXT.length * 5) / 1_000);

const arrange = async (script?: SpeechScript) => {
  const user = await createUser({ credits: 1_000 });
  const providers = scriptedProviders(script);
  const ctx = testContext({ providers });
  return { ...user, providers, ctx, jobId: await newJob(ctx, user.userId, { text: LONG_TEXT }) };
};

const jobOf = async (userId: string, jobId: string) => {
  const job = await readJob(env.DB, userId, jobId);
  if (!job) throw new Error('the job is gone');
  return job;
};

/** The bytes of a file in the bucket. */
const fileOf = async (asset: { assetId: string } | null | undefined): Promise<Uint8Array> => {
  const key = await env.DB.prepare('SELECT r2_key AS key FROM assets WHERE id = ?1')
    .bind(asset?.assetId ?? '')
    .first<string>('key');
  const object = await env.MEDIA.get(key ?? '');
  if (!object) throw new Error('there is no such file');
  return new Uint8Array(await object.arrayBuffer());
};

/** A script of what the vendor says to the piece with this place in the text, by what it has heard of it before. */
const failing = (place: number, failures: Error[]): SpeechScript => {
  let seen = 0;
  let first: string | undefined;
  return ({ text, number }) => {
    seen += 1;
    if (seen === place) first = text;
    const failure = text === first ? failures.shift() : undefined;
    return failure ? Promise.reject(failure) : silence(number);
  };
};

test('a long script is spoken in pieces, each once, and becomes one sound file with captions', async () => {
  const { ctx, userId, jobId, providers } = await arrange();
  await deliver(ctx, [jobId]);
  const job = await jobOf(userId, jobId);
  expect(job).toMatchObject({
    status: 'completed',
    costCredits: LONG_CREDITS,
    pieces: { done: PIECES, total: PIECES },
    script: { chars: LONG_TEXT.length, isExcerpt: true, scenes: null },
  });
  expect(job.params).toMatchObject({ text: LONG_TEXT.slice(0, 500) });
  expect(providers.calls.map(({ text }) => text).join(' ')).toBe(LONG_TEXT);
  expect(Math.max(...providers.calls.map(({ text }) => text.length))).toBeLessThanOrEqual(2_000);
  expect(await callsOf(jobId)).toHaveLength(PIECES);

  const [final] = job.finals;
  if (!final || !job.preview) throw new Error('no file');
  const bytes = await fileOf(final);
  expect(bytes.length).toBe(final.sizeBytes);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = await env.DB.prepare('SELECT sha256 FROM assets WHERE id = ?1').bind(final.assetId).first('sha256');
  expect(sha256).toBe([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  async function* whole() {
    yield bytes;
  }
  expect((await measureMp3(whole())).durationMs).toBe(final.durationMs);
  const pieceMs = (final.durationMs ?? 0) / PIECES;
  expect(job.preview.durationMs).toBeGreaterThan(pieceMs * 0.9);
  expect(job.preview.durationMs).toBeLessThan(pieceMs * 1.1);

  const { text: srt } = await readCaptions(ctx, { userId, assetId: final.assetId, format: 'srt', download: false });
  expect(srt).toMatch(/^1\n00:00:00,\d{3} --> /);
  expect(srt.replaceAll('\n', ' ')).toContain('The river carried the small boat slowly');
  expect(await readScript(ctx, { userId, jobId })).toEqual({ text: LONG_TEXT });
  expect(await env.DB.prepare('SELECT COUNT(*) AS n FROM job_pieces WHERE job_id = ?1').bind(jobId).first('n')).toBe(0);
  await expectInvariants();
});

test('at most four pieces are spoken side by side', async () => {
  let under = 0;
  let most = 0;
  const { ctx, jobId } = await arrange(async ({ number }) => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setTimeout(resolve, 5));
    under -= 1;
    return silence(number);
  });
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(most).toBe(4);
});

test('a piece that fails is retried alone', async () => {
  const { ctx, jobId, providers } = await arrange(failing(3, [vendorError('unavailable'), vendorError('timeout')]));
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(providers.calls).toHaveLength(PIECES + 2);
  expect((await callsOf(jobId)).filter(({ outcome }) => outcome === 'ok')).toHaveLength(PIECES);
  await expectInvariants();
});

test('F25: when a piece fails for good the job fails, everything is refunded and no file is left', async () => {
  const { ctx, userId, jobId, providers } = await arrange(failing(3, [vendorError('rejected')]));
  await deliver(ctx, [jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: 'provider_rejected' });
  expect(await balanceOf(userId)).toBe(1_000);
  expect(providers.calls.length).toBeLessThanOrEqual(PIECES);
  const { objects } = await env.MEDIA.list({ prefix: `user_${userId}/` });
  expect(objects).toEqual([]);
  await expectInvariants();
});

test('a piece that worked is not paid for again after a crash', async () => {
  const { ctx, jobId, providers } = await arrange();
  const dying = withFaults(
    ctx,
    (call) => (call.text.startsWith('put ') && call.text.includes('piece_0006') ? 'die_before' : undefined),
    createOrm,
  );
  await deliver(dying, [jobId]);
  expect(await statusOf(jobId)).not.toBe('completed');
  const kept = await env.DB.prepare('SELECT ordinal FROM job_pieces WHERE job_id = ?1 AND facts IS NOT NULL')
    .bind(jobId)
    .all<{ ordinal: number }>();
  expect(kept.results.length).toBeGreaterThan(0);
  const before = providers.calls.length;
  ctx.clock.advance(JOB_LEASE_MS + 1);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  const paid = await env.DB.prepare(
    `SELECT piece, SUM(outcome <> 'failed') AS calls FROM provider_calls WHERE job_id = ?1 GROUP BY piece`,
  )
    .bind(jobId)
    .all<{ piece: number; calls: number }>();
  for (const { ordinal } of kept.results) expect(paid.results.find(({ piece }) => piece === ordinal)?.calls).toBe(1);
  expect(providers.calls.length - before).toBeLessThanOrEqual(PIECES - kept.results.length);
  await expectInvariants();
});

test('a vendor that asks for patience keeps the pieces that it has spoken, and the run counts for nothing', async () => {
  const { ctx, jobId, providers } = await arrange(failing(5, [vendorError('rate_limited', 60_000)]));
  expect(await runJob(ctx, jobId)).toEqual({ done: false, retryAfterMs: 60_000 });
  expect(await jobFacts(jobId)).toMatchObject({ status: 'finalizing', attempts: 0 });
  const spoken = providers.calls.length - 1;
  ctx.clock.advance(60_000);
  await deliver(ctx, [jobId]);
  expect(await statusOf(jobId)).toBe('completed');
  expect(providers.calls).toHaveLength(PIECES + 1);
  expect(spoken).toBeGreaterThan(0);
  await expectInvariants();
});

test('a script for more than one run goes on in the next, as often as it takes', async () => {
  const user = await createUser({ credits: 1_000 });
  const providers = scriptedProviders();
  const sent: string[] = [];
  const queue = {
    sendBatch: async (jobs: { body: { jobId: string } }[]) => void sent.push(...jobs.map((j) => j.body.jobId)),
  };
  const queues = { priority: queue, standard: queue } as never;
  const ctx = testContext({ providers, queues });
  const text = SENTENCE.repeat(Math.floor((61 * 1_990) / SENTENCE.length)).trim();
  const jobId = await newJob(ctx, user.userId, { text });
  expect(await runJob(ctx, jobId)).toEqual({ done: true });
  expect(sent).toEqual([jobId]);
  expect(await jobFacts(jobId)).toMatchObject({ status: 'finalizing', attempts: 0 });
  expect(await runJob(ctx, jobId)).toEqual({ done: true });
  expect(await statusOf(jobId)).toBe('completed');
  expect(new Set(providers.calls.map(({ text: piece }) => piece)).size).toBeGreaterThan(1);
  expect(providers.calls.length).toBe((await jobOf(user.userId, jobId)).pieces?.total);
  await expectInvariants();
});

test('pauses last as long as they say and are not read out, also before the first word and after the last', async () => {
  const user = await createUser({ credits: 100 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const text = '[pause 1s] One. [pause 2s] Two. [pause 500ms]';
  const jobId = await newJob(ctx, user.userId, { text });
  await deliver(ctx, [jobId]);
  const job = await jobOf(user.userId, jobId);
  expect(providers.calls.map((call) => call.text).sort()).toEqual(['One.', 'Two.']);
  const spokenMs = (2 * (12 * 1_152 * 1_000)) / 44_100;
  expect(job.finals[0]?.durationMs).toBeGreaterThan(spokenMs + 3_400);
  expect(job.finals[0]?.durationMs).toBeLessThan(spokenMs + 3_600);
  expect(job).toMatchObject({ script: { chars: ' One. '.length + ' Two. '.length } });
});

test('a WAV of several pieces has one header, and so has its preview', async () => {
  const user = await createUser({ credits: 1_000 });
  await syncVoices(testContext(), 'openai');
  const ctx = testContext({ providers: scriptedProviders(() => encodeWav({ samples: 24_000 })) });
  const { job } = await createSpeechJob(ctx, {
    userId: user.userId,
    clientJobId: 'wav',
    params: { text: LONG_TEXT, voiceId: 'openai:alloy', format: 'wav' },
    pointer: '',
  });
  await deliver(ctx, [job.jobId]);
  const { finals, preview } = await jobOf(user.userId, job.jobId);
  expect(finals).toMatchObject([{ contentType: 'audio/wav', durationMs: PIECES * 1_000 }]);
  expect(preview?.durationMs).toBe(1_000);
  expect(decodeWav(await fileOf(preview)).samples).toHaveLength(24_000);
  expect(decodeWav(await fileOf(finals[0])).samples).toHaveLength(PIECES * 24_000);
});
