import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import type { HistoryPage } from '../../../worker/contract/history.ts';
import type { Job } from '../../../worker/contract/jobs.ts';
import { readJpeg } from '../../../worker/media/image/read-jpeg.ts';
import { api, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { deliverUntil, fileOf, order, requestsOf, sent, watchFal } from '../../support/films.ts';
import { callsOf } from '../../support/jobs.ts';
import { drawPng, smallVorbis, toneWav, turnedJpeg } from '../../support/small-media.ts';
import { createUser, type TestUser } from '../../support/users.ts';

const image = async (user: TestUser) => sent(user, 'image', 'image/png', await drawPng(640, 360));
const sound = (user: TestUser, seconds: number) => sent(user, 'audio', 'audio/wav', toneWav(seconds, 8_000));

const probe = async (bytes: Uint8Array) => {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return {
    seconds: await input.computeDuration(),
    codecs: [await video?.getCodec(), await audio?.getCodec()],
    size: [await video?.getDisplayWidth(), await video?.getDisplayHeight()],
  };
};

test('a picture begins to move: the still at once, then the film with its poster', async () => {
  const user = await createUser({ credits: 1_000 });
  const ctx = testContext();
  const params = { image: await image(user), prompt: 'Slowly closer', seconds: 5 };
  const { jobId, costCredits } = await order(user, { module: 'img2vid_noaudio', params });
  expect(costCredits).toBe(100);
  const waiting = await deliverUntil(ctx, user, jobId, () => true);
  expect(waiting).toMatchObject({ status: 'finalizing', demo: true, title: 'Slowly closer' });
  expect(waiting.preview).toMatchObject({ contentType: 'image/jpeg', widthPx: 640, heightPx: 360 });
  const job = await deliverUntil(ctx, user, jobId);
  expect(job).toMatchObject({ status: 'completed', progress: 1, returnedCredits: 0, error: null });
  expect(job.params).toEqual({ ...params, quality: 'pro' });
  const [final] = job.finals;
  expect(final).toMatchObject({ contentType: 'video/mp4', durationMs: 5_000, widthPx: 640, heightPx: 368 });
  expect(await probe(await fileOf(user, final?.url ?? ''))).toMatchObject({ seconds: 5, codecs: ['avc', undefined] });
  expect((await fileOf(user, final?.posterUrl ?? '')).subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
  expect(await callsOf(jobId)).toEqual([{ piece: 1, outcome: 'ok' }]);
});

test('a photograph that its camera laid on its side is handed over as it is seen', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { image: await sent(user, 'image', 'image/jpeg', turnedJpeg()), prompt: 'Closer', seconds: 5 };
  const handed: Uint8Array[] = [];
  const { ctx } = watchFal(testContext(), async (request, call) => {
    if (call.startsWith('PUT')) handed.push(new Uint8Array(await request.clone().arrayBuffer()));
    return undefined;
  });
  const { jobId } = await order(user, { module: 'img2vid_noaudio', params });
  await deliverUntil(ctx, user, jobId);
  expect(handed.map((bytes) => readJpeg(bytes))).toMatchObject([{ widthPx: 400, heightPx: 320, isTurned: false }]);
});

test('a sound in Ogg Vorbis is spoken', async () => {
  const user = await createUser({ credits: 1_000 });
  const audio = await sent(user, 'audio', 'audio/ogg', smallVorbis());
  const { jobId } = await order(user, { module: 'audio2vid', params: { audio, avatarId: 'marcus_side' } });
  expect(await deliverUntil(testContext(), user, jobId)).toMatchObject({ status: 'completed', returnedCredits: 0 });
});

test('the other edition is cheaper, and a film is played from anywhere in it', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { image: await image(user), prompt: 'Closer', seconds: 10, quality: 'standard' };
  const { jobId, costCredits } = await order(user, { module: 'img2vid_noaudio', params });
  expect(costCredits).toBe(120);
  const job = await deliverUntil(testContext(), user, jobId);
  expect(job).toMatchObject({ modelId: 'kling-2.1-standard', finals: [{ durationMs: 10_000 }] });
  const part = await api(job.finals[0]?.url ?? '', { user, headers: { Range: 'bytes=4-7' } });
  expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
});

test('a picture speaks the part of a sound that was chosen, and no longer', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { image: await image(user), audio: await sound(user, 12), startMs: 2_000, seconds: 5 };
  const { jobId, costCredits } = await order(user, { module: 'img2vid_audio', params });
  expect(costCredits).toBe(200);
  const job = await deliverUntil(testContext(), user, jobId);
  expect(job.status).toBe('completed');
  const { seconds, codecs } = await probe(await fileOf(user, job.finals[0]?.url ?? ''));
  expect(codecs).toEqual(['avc', 'aac']);
  expect(Math.abs(seconds - 5)).toBeLessThan(0.15);
});

const SPOKEN = 'The first sentence is here.\nA second one comes after it.\nAnd this is how it ends at last.';

/** A speech of one's own, as an order of a film refers to it. */
const speech = async (user: TestUser): Promise<{ assetId: string }> => {
  const { jobId } = await order(user, { module: 'tts', params: { text: SPOKEN, language: 'en' } });
  const { finals } = await deliverUntil(testContext(), user, jobId);
  return { assetId: finals[0]?.assetId ?? '' };
};

const captionsOf = async (user: TestUser, { finals }: Job): Promise<string> =>
  new TextDecoder().decode(await fileOf(user, finals[0]?.captions?.vttUrl ?? ''));

test('who speaks words that were spoken here has them as captions', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { audio: await speech(user), avatarId: 'marcus_side' };
  const job = await deliverUntil(testContext(), user, (await order(user, { module: 'audio2vid', params })).jobId);
  const captions = await captionsOf(user, job);
  expect(captions.startsWith('WEBVTT')).toBe(true);
  expect(captions).toContain('The first sentence');
  expect(captions).toContain('at last');
  expect(job.title).toMatch(/^The first sentence is here\. A second one/);
  const found = await jsonOf<HistoryPage>(await api('/api/history?type=video&q=second+one', { user }));
  expect(found.items).toMatchObject([{ jobId: job.jobId, title: job.title }]);
});

test('a picture that speaks the end of a speech has the captions of that part, from its own beginning on', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { image: await image(user), audio: await speech(user), startMs: 3_000, seconds: 5 };
  const job = await deliverUntil(testContext(), user, (await order(user, { module: 'img2vid_audio', params })).jobId);
  const captions = await captionsOf(user, job);
  expect(captions).not.toContain('The first sentence');
  expect(captions).toContain('at last');
  expect(captions).toMatch(/00:00:00\.\d{3} -->/);
});

test('of a sound that somebody has sent nothing is told', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { audio: await sound(user, 2), avatarId: 'marcus_side' };
  const job = await deliverUntil(testContext(), user, (await order(user, { module: 'audio2vid', params })).jobId);
  expect(job.finals).toMatchObject([{ captions: null }]);
});

test('nobody pays for ten seconds of which three are spoken', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { image: await image(user), audio: await sound(user, 3), seconds: 10 };
  expect((await order(user, { module: 'img2vid_audio', params })).costCredits).toBe(200);
});

test('a long sound is spoken in pieces that become one film, its sound in step', async () => {
  const user = await createUser({ credits: 1_000 });
  const params = { audio: await sound(user, 70), avatarId: 'marcus_side' };
  const { jobId, costCredits } = await order(user, { module: 'audio2vid', params });
  expect(costCredits).toBe(200);
  const job = await deliverUntil(testContext(), user, jobId);
  expect(job).toMatchObject({ status: 'completed', pieces: { done: 2, total: 2 }, params: { durationMs: 70_000 } });
  expect(await requestsOf(jobId)).toHaveLength(2);
  const { seconds, codecs } = await probe(await fileOf(user, job.finals[0]?.url ?? ''));
  expect(codecs).toEqual(['avc', 'aac']);
  expect(Math.abs(seconds - 70)).toBeLessThan(0.3);
  expect(job.finals[0]?.posterUrl).not.toBeNull();
});

test('the very same again costs nothing, also from another upload of the same file', async () => {
  const user = await createUser({ credits: 1_000 });
  const wanted = async () => ({
    module: 'img2vid_noaudio',
    params: { image: await image(user), prompt: 'Once', seconds: 5 },
  });
  const { jobId } = await order(user, await wanted());
  await deliverUntil(testContext(), user, jobId);
  expect(await order(user, await wanted())).toMatchObject({ status: 'completed', costCredits: 0 });
});
