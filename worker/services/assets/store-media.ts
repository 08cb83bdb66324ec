import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import type { ModelAdapter, Stage } from '../../providers/provider.ts';

/** Waits before the second to fifth try of an upload (WORK-08). */
const UPLOAD_WAITS_MS = [200, 500, 1_500, 4_000];

/** How long files are kept (DEL-06). */
export const ASSET_RETENTION_MS = 14 * 86_400_000;

export type StoredMedia = { r2Key: string; sizeBytes: number; sha256: string; durationMs: number | null };

/** Everything of a job stands under this: its files, and what they were made of. */
export const mediaPrefixOf = (job: { userId: string; id: string }): string => `user_${job.userId}/job_${job.id}/`;

/** Unique per job and stage, so a key is written once and may be cached for ever. */
export const mediaKeyOf = (job: { userId: string; id: string }, stage: Stage, extension: string): string =>
  `${mediaPrefixOf(job)}${stage}_v1.${extension}`;

/** What stands under a key already, from an earlier run that died after its write; undefined when nothing does. */
export const findMedia = async (ctx: Context, r2Key: string): Promise<StoredMedia | undefined> => {
  const object = await ctx.bucket.head(r2Key);
  const sha256 = object?.customMetadata?.sha256;
  const durationMs = Number(object?.customMetadata?.durationMs);
  if (!object || !sha256) return undefined;
  return { r2Key, sizeBytes: object.size, sha256, durationMs: Number.isInteger(durationMs) ? durationMs : null };
};

/** A put that threw may have stored all the same; the next one then finds the object standing. */
const upload = async (
  ctx: Context,
  r2Key: string,
  bytes: Uint8Array,
  options: R2PutOptions & { onlyIf: R2Conditional },
) => {
  for (const waitMs of UPLOAD_WAITS_MS) {
    try {
      return await ctx.bucket.put(r2Key, bytes, options);
    } catch (error) {
      ctx.log.error('upload_failed', error);
      await ctx.clock.sleep(waitMs);
    }
  }
  return ctx.bucket.put(r2Key, bytes, options);
};

/**
 * Writes media under its key, once. When an object stands there already (a run that was thought dead), that one stays
 * and is returned: a key never changes its bytes.
 */
export const storeMedia = async (
  ctx: Context,
  input: { r2Key: string; bytes: Uint8Array; contentType: string; durationMs: number },
): Promise<StoredMedia> => {
  const { r2Key, bytes, contentType, durationMs } = input;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const object = await upload(ctx, r2Key, bytes, {
    onlyIf: { etagDoesNotMatch: '*' },
    httpMetadata: { contentType, cacheControl: 'private, max-age=31536000, immutable' },
    customMetadata: { sha256, durationMs: String(durationMs) },
  });
  if (object) return { r2Key, sizeBytes: bytes.byteLength, sha256, durationMs };
  const standing = await findMedia(ctx, r2Key);
  if (!standing) throw new Error('an object refused to be overwritten but cannot be read');
  return standing;
};

/** The row of a stored file. */
export const toAsset = (
  ctx: Context,
  job: { id: string; userId: string },
  stage: Stage,
  media: StoredMedia,
  model: Pick<ModelAdapter, 'media'>,
): AssetInsert => {
  const createdAt = ctx.clock.now();
  return {
    id: ctx.ids.next(),
    userId: job.userId,
    jobId: job.id,
    kind: stage,
    ordinal: 1,
    ...media,
    contentType: model.media.contentType,
    createdAt,
    expiresAt: createdAt + ASSET_RETENTION_MS,
  };
};
