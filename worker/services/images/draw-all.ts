import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { ResolvedImage } from '../../contract/images.ts';
import { IMAGES_MAX, REFERENCE_MAX_PX, SEED_MAX } from '../../contract/limits.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import { UPLOAD_TYPES } from '../../contract/upload-types.ts';
import { completePiece, type Piece, planPieces, readPieces } from '../../db/pieces.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { scaleImage } from '../../media/image/scale-image.ts';
import { NO_FACTS } from '../../providers/call-facts.ts';
import type { MadeImage } from '../../providers/image-provider.ts';
import { createOpenRouter } from '../../providers/openrouter.ts';
import { readImage } from '../../providers/picture.ts';
import { ProviderError } from '../../providers/provider.ts';
import { mediaKeyOf, storeMedia, toAsset } from '../assets/store-media.ts';
import { callUntilDelivered, LeaseLost } from '../jobs/call-vendor.ts';
import type { ModelRun } from '../tools/model-adapter.ts';
import { findTakenMedia } from '../uploads/take-media.ts';
import { openAccount } from '../vendors/open-account.ts';

/** Pictures as the model is asked for them. */
export type Drawing = {
  prompt: string;
  aspectRatio: ResolvedImage['aspectRatio'];
  /** Of the first. */
  seed: number;
  count: number;
  reference: MediaRef | null;
};

type ImageRun = Pick<ModelRun<ResolvedImage>, 'job' | 'model' | 'own' | 'signal' | 'report'>;

/** One call may take so long, also where it goes on answering. */
const CALL_MAX_MS = 3 * 60_000;

const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const;

/** What is noted of a picture that is kept. */
const factsSchema = z.strictObject({
  r2Key: z.string(),
  contentType: z.enum(UPLOAD_TYPES.image),
  sizeBytes: z.int(),
  sha256: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
});
type Facts = z.infer<typeof factsSchema>;

const keyOf = (run: ImageRun, ordinal: number, type: keyof typeof EXTENSIONS): string =>
  mediaKeyOf(run.job, ordinal === 1 ? 'final' : `final_${ordinal}`, EXTENSIONS[type]);

const note = async (
  ctx: Context,
  run: ImageRun,
  input: { ordinal: number; facts: Facts; callId: string | null; costMicrodollars: number | null },
) => {
  const noted = await completePiece(ctx.db, run.job, {
    ordinal: input.ordinal,
    facts: JSON.stringify(input.facts),
    words: [],
    callId: input.callId,
    call: { ...NO_FACTS, costMicrodollars: input.costMicrodollars },
    at: ctx.clock.now(),
  });
  if (!noted) throw new LeaseLost(`job ${run.job.id} is no longer held`);
};

/** A picture that an earlier run kept and died before it could note it: it is not bought again. */
const takeUp = async (ctx: Context, run: ImageRun, ordinal: number): Promise<boolean> => {
  if (run.job.attempts <= 1) return false;
  for (const contentType of UPLOAD_TYPES.image) {
    const r2Key = keyOf(run, ordinal, contentType);
    const object = await ctx.bucket.get(r2Key);
    const bytes = object && new Uint8Array(await object.arrayBuffer());
    const image = bytes && readImage(bytes);
    if (!image) continue;
    const { widthPx, heightPx } = image;
    const kept = await storeMedia(ctx, { r2Key, bytes, contentType, durationMs: null });
    const { sizeBytes, sha256 } = kept;
    await note(ctx, run, {
      ordinal,
      callId: null,
      costMicrodollars: null,
      facts: { r2Key, contentType, sizeBytes, sha256, widthPx, heightPx },
    });
    return true;
  }
  return false;
};

/** The picture to go by, no larger than the model looks at, inside the request. */
const readReference = async (ctx: Context, run: ImageRun, ref: MediaRef): Promise<string> => {
  const taken = await findTakenMedia(ctx, { userId: run.job.userId, ref, kind: 'image' });
  const object = taken && (await ctx.bucket.get(taken.r2Key));
  const bytes = object && new Uint8Array(await object.arrayBuffer());
  const image = bytes && readImage(bytes);
  if (!image) throw new ProviderError(run.model.provider, 'rejected', 'the picture to go by is gone');
  const small = await scaleImage({ ...image, bytes }, { maxSidePx: REFERENCE_MAX_PX });
  const { contentType, file } = small
    ? { contentType: small.contentType, file: small.bytes }
    : { contentType: image.type, file: image.clean };
  return `data:${contentType};base64,${Buffer.from(file).toString('base64')}`;
};

const drawOne = async (
  ctx: Context,
  run: ImageRun,
  drawing: Drawing & { referenceUrl: string | undefined },
  ordinal: number,
): Promise<void> => {
  if (await takeUp(ctx, run, ordinal)) return;
  const { job, model, own, signal } = run;
  const { provider } = model;
  const call = { id: job.id, leaseToken: job.leaseToken, provider, piece: ordinal };
  const { delivered, callId } = await callUntilDelivered(ctx, call, {
    signal,
    open: () => openAccount(ctx, { provider, own }),
    hasWay: async () => own === undefined,
    call: ({ options, watch }) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new ProviderError(provider, 'timeout', 'took too long')), CALL_MAX_MS);
      const either = AbortSignal.any([signal, late.signal]);
      const draw = async (): Promise<MadeImage> => {
        const request = {
          model: model.vendorModel,
          prompt: drawing.prompt,
          aspectRatio: drawing.aspectRatio,
          seed: (drawing.seed + ordinal - 1) % (SEED_MAX + 1),
          count: 1,
          reference: drawing.referenceUrl,
        };
        for await (const image of createOpenRouter(options).generateImages(request, { signal: either })) return image;
        throw new ProviderError(provider, 'bad_response', 'drew nothing');
      };
      return watch(draw, either).finally(() => clearTimeout(timer));
    },
  });
  const { type: contentType, widthPx, heightPx, bytes, usage } = delivered;
  const r2Key = keyOf(run, ordinal, contentType);
  const { sizeBytes, sha256 } = await storeMedia(ctx, { r2Key, bytes, contentType, durationMs: null });
  await note(ctx, run, {
    ordinal,
    callId,
    costMicrodollars: usage?.costMicrodollars ?? null,
    facts: { r2Key, contentType, sizeBytes, sha256, widthPx, heightPx },
  });
};

const planned = async (ctx: Context, run: ImageRun, count: number): Promise<Piece[]> => {
  const standing = await readPieces(ctx.db, run.job.id);
  if (standing.length > 0) return standing;
  // A picture is a piece of its job as a stretch of text is; its place is its number.
  const plan = Array.from({ length: count }, (_, at) => ({
    ordinal: at + 1,
    track: 1,
    startAt: at,
    endAt: at + 1,
    pauseBeforeMs: 0,
    pauseAfterMs: 0,
  }));
  return planPieces(ctx.db, run.job.id, plan);
};

/**
 * Has the pictures of a job drawn that are not kept yet, side by side, each bought once and written down when it is kept.
 * @param options.only as many of the first; undefined for all
 * @returns their files, in order
 * @throws ProviderError, RetryLater, LeaseLost as `callUntilDelivered`; those that succeeded are kept for the next run.
 */
export const drawAll = async (
  ctx: Context,
  run: ImageRun,
  drawing: Drawing,
  { only = IMAGES_MAX }: { only: number | undefined },
): Promise<AssetInsert[]> => {
  const pieces = await planned(ctx, run, drawing.count);
  const missing = pieces.slice(0, only).filter(({ facts }) => facts === null);
  let done = pieces.length - pieces.filter(({ facts }) => facts === null).length;
  await run.report(done / pieces.length, { done, total: pieces.length });
  if (missing.length > 0) {
    const referenceUrl = drawing.reference ? await readReference(ctx, run, drawing.reference) : undefined;
    const drawn = await Promise.allSettled(
      missing.map(async ({ ordinal }) => {
        await drawOne(ctx, run, { ...drawing, referenceUrl }, ordinal);
        done += 1;
        await run.report(done / pieces.length, { done, total: pieces.length });
      }),
    );
    const failed = drawn.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }
  const kept = await readPieces(ctx.db, run.job.id);
  return kept.slice(0, only).map(({ ordinal, facts }) => {
    if (facts === null) throw new Error(`picture ${ordinal} of job ${run.job.id} is not there`);
    const { contentType, widthPx, heightPx, ...media } = factsSchema.parse(JSON.parse(facts));
    return toAsset(
      ctx,
      run.job,
      { ...media, durationMs: null },
      { kind: 'final', ordinal, contentType, widthPx, heightPx },
    );
  });
};
