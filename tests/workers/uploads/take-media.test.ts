import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Context } from '../../../worker/context.ts';
import { UPLOAD_KEEP_MS } from '../../../worker/contract/limits.ts';
import type { MediaRef } from '../../../worker/contract/media-ref.ts';
import type { FieldCode } from '../../../worker/contract/problem.ts';
import type { UploadKind } from '../../../worker/contract/upload-types.ts';
import { sweepUploads } from '../../../worker/crons/sweep-uploads.ts';
import { AppError } from '../../../worker/errors.ts';
import { removeMedia } from '../../../worker/services/assets/remove-media.ts';
import { runRemovals } from '../../../worker/services/assets/run-removals.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { removeUpload } from '../../../worker/services/uploads/remove-upload.ts';
import { findTakenMedia, keepUploads, readMedia } from '../../../worker/services/uploads/take-media.ts';
import { testContext } from '../../support/context.ts';
import { encodePng } from '../../support/images.ts';
import { deliver, newJob } from '../../support/jobs.ts';
import { scriptedProviders } from '../../support/speech.ts';
import { complete, sendAll } from '../../support/uploads.ts';
import { createUser, liftLimits, type TestUser } from '../../support/users.ts';
import { encodeWav } from '../../support/wav.ts';

await liftLimits();

const context = () => testContext({ providers: scriptedProviders() });
const pointer = '/params/image';

const send = async (user: TestUser, kind: UploadKind): Promise<{ uploadId: string }> => {
  const file =
    kind === 'image'
      ? { kind, contentType: 'image/png', bytes: encodePng({ widthPx: 640, heightPx: 480 }) }
      : { kind, contentType: 'audio/wav', bytes: encodeWav({ samples: 36_000 }) };
  const { uploadId } = await sendAll(user, file);
  await (await complete(user, uploadId)).body?.cancel();
  return { uploadId };
};

/** The sound that a delivered job of the user's has made. */
const speak = async (ctx: Context, user: TestUser): Promise<{ assetId: string; jobId: string }> => {
  const jobId = await newJob(ctx, user.userId);
  await deliver(ctx, [jobId]);
  const assetId = await env.DB.prepare(`SELECT id FROM assets WHERE job_id = ?1 AND kind = 'final'`)
    .bind(jobId)
    .first<string>('id');
  return { assetId: assetId ?? '', jobId };
};

/** An open job whose order names the file. */
const orderFrom = async (ctx: Context, user: TestUser, ref: MediaRef): Promise<string> => {
  const jobId = await newJob(ctx, user.userId);
  await env.DB.prepare(`UPDATE jobs SET params = json_set(params, '$.image', json(?2)) WHERE id = ?1`)
    .bind(jobId, JSON.stringify(ref))
    .run();
  return jobId;
};

const refusalOf = async (reading: Promise<unknown>): Promise<FieldCode[]> => {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  const { errors = [] } = (error as AppError).details;
  expect(errors.map((field) => field.pointer)).toEqual([pointer]);
  return errors.map(({ code }) => code);
};

const setUpload = (uploadId: string, assignment: string): Promise<D1Result> =>
  env.DB.prepare(`UPDATE uploads SET ${assignment} WHERE id = ?1`).bind(uploadId).run();

test('an image that was sent is taken with its size', async () => {
  const user = await createUser();
  const ref = await send(user, 'image');
  const media = await readMedia(context(), { userId: user.userId, ref, kind: 'image', pointer });
  expect(media).toMatchObject({ contentType: 'image/png', widthPx: 640, heightPx: 480, durationMs: null });
  expect((await env.MEDIA.head(media.r2Key))?.size).toBe(media.sizeBytes);
});

test('speech that was made here is taken as a sound, where it stands', async () => {
  const [ctx, user] = [context(), await createUser()];
  const { assetId, jobId } = await speak(ctx, user);
  const media = await readMedia(ctx, { userId: user.userId, ref: { assetId }, kind: 'audio', pointer });
  expect(media).toMatchObject({ contentType: 'audio/mpeg', widthPx: null });
  expect(media.durationMs).toBeGreaterThan(0);
  expect(media.r2Key).toContain(`/job_${jobId}/final_v1.mp3`);
});

test('a picture that was made here is taken with its size', async () => {
  const [ctx, user] = [context(), await createUser()];
  const { assetId } = await speak(ctx, user);
  await env.DB.prepare(
    `UPDATE assets SET content_type = 'image/jpeg', duration_ms = NULL, width_px = 1024, height_px = 768 WHERE id = ?1`,
  )
    .bind(assetId)
    .run();
  const media = await readMedia(ctx, { userId: user.userId, ref: { assetId }, kind: 'image', pointer });
  expect(media).toMatchObject({ contentType: 'image/jpeg', widthPx: 1_024, heightPx: 768, durationMs: null });
});

test('sound is refused where an image is wanted', async () => {
  const user = await createUser();
  const ref = await send(user, 'audio');
  const reading = readMedia(context(), { userId: user.userId, ref, kind: 'image', pointer });
  expect(await refusalOf(reading)).toEqual(['file_type_unsupported']);
});

test.each(['upload', 'asset'] as const)('F66: an %s of somebody else is not there', async (what) => {
  const [ctx, owner, other] = [context(), await createUser(), await createUser()];
  const ref = what === 'upload' ? await send(owner, 'audio') : { assetId: (await speak(ctx, owner)).assetId };
  const reading = readMedia(ctx, { userId: other.userId, ref, kind: 'audio', pointer });
  expect(await refusalOf(reading)).toEqual(['unknown_file']);
});

test('an upload that is still open, was removed or has run out is not there', async () => {
  const [ctx, user] = [context(), await createUser()];
  const open = await sendAll(user, { kind: 'image', contentType: 'image/png', bytes: encodePng() });
  const removed = await send(user, 'image');
  await removeUpload(ctx, { ...user, ...removed });
  const old = await send(user, 'image');
  await setUpload(old.uploadId, 'expires_at = 1');
  for (const { uploadId } of [open, removed, old]) {
    const reading = readMedia(ctx, { userId: user.userId, ref: { uploadId }, kind: 'image', pointer });
    expect(await refusalOf(reading)).toEqual(['unknown_file']);
  }
});

test('a result that was removed is not there', async () => {
  const [ctx, user] = [context(), await createUser()];
  const { assetId, jobId } = await speak(ctx, user);
  await removeMedia(ctx, { jobIds: [jobId], why: 'retention' });
  const reading = readMedia(ctx, { userId: user.userId, ref: { assetId }, kind: 'audio', pointer });
  expect(await refusalOf(reading)).toEqual(['unknown_file']);
});

test.each([
  ['audio', 'duration_ms = 300101', 'audio_too_long'],
  ['audio', 'size_bytes = 26214401', 'file_too_large'],
  ['image', 'width_px = 299', 'image_too_small'],
  ['image', 'width_px = 40000, height_px = 1001', 'image_too_large'],
] as const)('G-10 holds for what is taken: %s with %s is %s', async (kind, assignment, code) => {
  const user = await createUser();
  const ref = await send(user, kind);
  await setUpload(ref.uploadId, assignment);
  const reading = readMedia(context(), { userId: user.userId, ref, kind, pointer });
  expect(await refusalOf(reading)).toEqual([code]);
});

test('an upload that is taken lives on as long as what is made of it, and never shorter than before', async () => {
  const [ctx, user] = [context(), await createUser()];
  const ref = await send(user, 'image');
  const expiryOf = () =>
    env.DB.prepare('SELECT expires_at AS at FROM uploads WHERE id = ?1').bind(ref.uploadId).first<number>('at');
  await setUpload(ref.uploadId, `expires_at = ${ctx.clock.now() + 1_000}`);
  await keepUploads(ctx, { userId: user.userId, refs: [ref, { assetId: 'another' }] });
  const kept = (await expiryOf()) ?? 0;
  expect(kept).toBeGreaterThan(ctx.clock.now() + UPLOAD_KEEP_MS - 60_000);
  ctx.clock.advance(-3_600_000);
  await keepUploads(ctx, { userId: user.userId, refs: [ref] });
  expect(await expiryOf()).toBe(kept);
});

test('nobody keeps what is somebody else’s', async () => {
  const [ctx, owner, other] = [context(), await createUser(), await createUser()];
  const ref = await send(owner, 'image');
  await setUpload(ref.uploadId, 'expires_at = 5');
  await keepUploads(ctx, { userId: other.userId, refs: [ref] });
  const row = await env.DB.prepare('SELECT expires_at AS at FROM uploads WHERE id = ?1').bind(ref.uploadId).first();
  expect(row).toEqual({ at: 5 });
});

test('an upload that its owner removes stays for the open job that works from it, and goes a day later', async () => {
  const [ctx, user] = [context(), await createUser()];
  const ref = await send(user, 'image');
  const own = { userId: user.userId, ref, kind: 'image' } as const;
  const { r2Key } = await readMedia(ctx, { ...own, pointer });
  await orderFrom(ctx, user, ref);
  await removeUpload(ctx, { ...user, ...ref });
  expect(await refusalOf(readMedia(ctx, { ...own, pointer }))).toEqual(['unknown_file']);
  expect(await env.MEDIA.head((await findTakenMedia(ctx, own))?.r2Key ?? '')).not.toBeNull();
  ctx.clock.advance(86_400_000);
  await sweepUploads(ctx);
  expect(await env.MEDIA.head(r2Key)).toBeNull();
  expect(await findTakenMedia(ctx, own)).toBeUndefined();
});

test('a result that its owner removes stays for the open job that works from it, and goes when that has ended', async () => {
  const [ctx, user] = [context(), await createUser()];
  const { assetId, jobId } = await speak(ctx, user);
  const own = { userId: user.userId, ref: { assetId }, kind: 'audio' } as const;
  const { r2Key } = await readMedia(ctx, { ...own, pointer });
  const orderId = await orderFrom(ctx, user, { assetId });
  await removeMedia(ctx, { jobIds: [jobId], why: 'retention' });
  await runRemovals(ctx);
  expect((await findTakenMedia(ctx, own))?.r2Key).toBe(r2Key);
  expect(await env.MEDIA.head(r2Key)).not.toBeNull();
  await cancelJob(ctx, { userId: user.userId, jobId: orderId });
  await runRemovals(ctx);
  expect(await env.MEDIA.head(r2Key)).toBeNull();
});
