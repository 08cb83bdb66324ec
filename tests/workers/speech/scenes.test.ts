import { env } from 'cloudflare:workers';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Job } from '../../../worker/contract/jobs.ts';
import type { ScenesParams } from '../../../worker/contract/speech.ts';
import { readJob } from '../../../worker/db/jobs.ts';
import { createScenesJob } from '../../../worker/services/speech/create-scenes-job.ts';
import { quoteScenes } from '../../../worker/services/speech/quote-scenes.ts';
import { readScript } from '../../../worker/services/speech/read-script.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, jobFacts } from '../../support/jobs.ts';
import { scriptedProviders, silence, vendorError } from '../../support/speech.ts';
import { balanceOf, createUser } from '../../support/users.ts';

const LINE = 'The wind turned and the lights went out one by one along the shore. ';
/** 400 characters or so: two credits. */
const scene = (name: string): string => `${name} begins here. ${LINE.repeat(5)}`.trim();
const SCRIPT = `# Night\n${scene('One')}\n---\n${scene('Two')}\n[scene: The shore]\n${scene('Three')}`;
const CREDITS_OF = (...texts: string[]) => Math.ceil((texts.reduce((sum, text) => sum + text.length, 0) * 5) / 1_000);

const arrange = async () => {
  const user = await createUser({ credits: 1_000 });
  const providers = scriptedProviders();
  const ctx = testContext({ providers });
  const create = async (params: ScenesParams) =>
    (await createScenesJob(ctx, { userId: user.userId, clientJobId: crypto.randomUUID(), params })).job;
  const make = async (params: ScenesParams): Promise<Job> => {
    const { jobId } = await create(params);
    await deliver(ctx, [jobId]);
    const job = await readJob(env.DB, user.userId, jobId);
    if (job?.status !== 'completed') throw new Error(`the job is ${job?.status}: ${job?.error?.message}`);
    return job;
  };
  return { ...user, ctx, providers, create, make };
};

const filesOf = async (job: Job): Promise<Record<string, Uint8Array>> => {
  const row = await env.DB.prepare('SELECT r2_key AS key FROM assets WHERE id = ?1')
    .bind(job.finals[0]?.assetId)
    .first<{ key: string }>();
  const object = await env.MEDIA.get(row?.key ?? '');
  return unzipSync(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer()));
};

test('a script becomes a ZIP of its scenes, numbered, with captions and a manifest', async () => {
  const { ctx, userId, make, providers } = await arrange();
  const job = await make({ text: SCRIPT });
  expect(job).toMatchObject({ script: { scenes: 3 }, pieces: { done: 3, total: 3 } });
  expect(job.finals).toMatchObject([{ contentType: 'application/zip' }]);
  expect(job.scenes.map(({ number, title }) => [number, title])).toEqual([
    [1, 'Night'],
    [2, null],
    [3, 'The shore'],
  ]);
  expect(providers.calls).toHaveLength(3);
  const files = await filesOf(job);
  expect(Object.keys(files)).toEqual([
    'manifest.json',
    '001.mp3',
    '001.srt',
    '002.mp3',
    '002.srt',
    '003.mp3',
    '003.srt',
  ]);
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as { scenes: object[] };
  expect(manifest.scenes).toMatchObject([
    { title: 'Night', audio: '001.mp3' },
    { title: null },
    { title: 'The shore' },
  ]);
  expect(new TextDecoder().decode(files['003.srt'])).toContain('Three begins here.');
  expect(files['002.mp3']?.length).toBe(job.scenes[1]?.sizeBytes);
  expect(await readScript(ctx, { userId, jobId: job.jobId })).toMatchObject({ scenes: [{ title: 'Night' }, {}, {}] });
  await expectInvariants();
});

test('a script with one changed scene pays for one scene, and keeps the rest as it was', async () => {
  const { userId, make, providers } = await arrange();
  const first = await make({ text: SCRIPT });
  const before = await balanceOf(userId);
  const changed = scene('Zwei');
  const second = await make({ text: SCRIPT.replace(scene('Two'), changed) });
  expect(before - (await balanceOf(userId))).toBe(CREDITS_OF(changed));
  expect(second.costCredits).toBe(CREDITS_OF(changed));
  expect(providers.calls).toHaveLength(4);
  const [old, now] = [await filesOf(first), await filesOf(second)];
  expect(now['001.mp3']).toEqual(old['001.mp3']);
  expect(now['003.srt']).toEqual(old['003.srt']);
  expect(now['002.srt']).not.toEqual(old['002.srt']);
  await expectInvariants();
});

test('scenes in another order cost nothing, and are another ZIP', async () => {
  const { userId, make, providers } = await arrange();
  const scenes = ['One', 'Two', 'Three'].map((name) => ({ title: name, text: scene(name) }));
  const first = await make({ scenes });
  const before = await balanceOf(userId);
  const second = await make({ scenes: scenes.toReversed() });
  expect(await balanceOf(userId)).toBe(before);
  expect(second).toMatchObject({ costCredits: 0, cached: false, preview: { durationMs: expect.any(Number) } });
  expect(providers.calls).toHaveLength(3);
  expect((await filesOf(second))['001.mp3']).toEqual((await filesOf(first))['003.mp3']);
  await expectInvariants();
});

test('noCache makes every scene anew', async () => {
  const { make, providers } = await arrange();
  await make({ text: SCRIPT });
  expect((await make({ text: SCRIPT, noCache: true })).costCredits).toBeGreaterThan(0);
  expect(providers.calls).toHaveLength(6);
});

test('one scene is made anew by itself, and from then on that one is used', async () => {
  const { userId, ctx, make, providers } = await arrange();
  const scenes = [{ text: scene('One') }, { text: scene('Two') }];
  const first = await make({ scenes });
  const again = { scenes: scenes.map((wanted, index) => ({ ...wanted, noCache: index === 1 })) };
  expect(await quoteScenes(ctx, { userId, isOperator: false, params: again })).toMatchObject({
    cached: false,
    scenes: [{ cached: true }, { cached: false }],
  });
  const second = await make(again);
  expect(second.costCredits).toBe(CREDITS_OF(scene('Two')));
  expect(providers.calls).toHaveLength(3);
  const [before, between] = [await filesOf(first), await filesOf(second)];
  expect(between['001.mp3']).toEqual(before['001.mp3']);
  expect(between['002.mp3']).not.toEqual(before['002.mp3']);
  await make({ scenes: [...scenes].reverse() });
  expect(providers.calls).toHaveLength(3);
  await expectInvariants();
});

test('each scene may have a voice of its own', async () => {
  const { make } = await arrange();
  const job = await make({
    scenes: [{ text: scene('One') }, { text: scene('Two'), voiceId: 'unicorn:otto', language: 'de' }],
  });
  const kept = await env.DB.prepare(
    'SELECT content_hash AS hash FROM assets WHERE job_id = ?1 AND kind = ?2 ORDER BY ordinal',
  )
    .bind(job.jobId, 'scene')
    .all<{ hash: string }>();
  expect(new Set(kept.results.map(({ hash }) => hash)).size).toBe(2);
});

test('what it would cost is told beforehand, scene by scene', async () => {
  const { ctx, userId, make } = await arrange();
  await make({ text: SCRIPT });
  const changed = SCRIPT.replace(scene('Three'), scene('Drei'));
  const quote = await quoteScenes(ctx, { userId, isOperator: false, params: { text: changed } });
  expect(quote.scenes.map(({ cached }) => cached)).toEqual([true, true, false]);
  expect(quote).toMatchObject({
    costCredits: CREDITS_OF(scene('Drei')),
    fullCostCredits: CREDITS_OF(scene('One'), scene('Two'), scene('Drei')),
  });
  const guest = await quoteScenes(ctx, { userId: undefined, isOperator: false, params: { text: SCRIPT } });
  expect(guest).toMatchObject({ costCredits: guest.fullCostCredits, balanceCredits: null });
});

test('a scene that no voice will speak fails the whole, with its refund and no file', async () => {
  const user = await createUser({ credits: 1_000 });
  const providers = scriptedProviders(({ text, number }) =>
    text.startsWith('Two') ? Promise.reject(vendorError('rejected')) : silence(number),
  );
  const ctx = testContext({ providers });
  const created = await createScenesJob(ctx, { userId: user.userId, clientJobId: 'x', params: { text: SCRIPT } });
  await deliver(ctx, [created.job.jobId]);
  expect(await jobFacts(created.job.jobId)).toMatchObject({ status: 'failed' });
  expect(await balanceOf(user.userId)).toBe(1_000);
  await expectInvariants();
});

test.each<[string, ScenesParams, string]>([
  ['neither text nor scenes', {}, '/text'],
  ['both', { text: SCRIPT, scenes: [{ text: 'One.' }] }, '/text'],
  ['a separator for scenes', { scenes: [{ text: 'One.' }], separator: { kind: 'literal', text: '-' } }, '/separator'],
  ['a pattern that is none', { text: SCRIPT, separator: { kind: 'pattern', pattern: '(' } }, '/separator'],
  ['201 scenes', { text: 'One.\n---\n'.repeat(201) }, '/text'],
  [
    'an unknown voice',
    { scenes: [{ text: 'One.' }, { text: 'Two.', voiceId: 'unicorn:nobody' }] },
    '/scenes/1/voiceId',
  ],
  ['a bad pause', { scenes: [{ text: 'One. [pause often]' }] }, '/scenes/0/text'],
])('%s is refused with its place, and changes nothing', async (_, params, pointer) => {
  const { userId, create } = await arrange();
  await expect(create(params)).rejects.toMatchObject({
    code: 'validation_failed',
    details: { errors: [expect.objectContaining({ pointer })] },
  });
  expect(await balanceOf(userId)).toBe(1_000);
});
