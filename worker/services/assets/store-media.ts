import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { toStream } from '../../media/to-stream.ts';

/** Waits before the second to fifth try of an upload (WORK-08). */
const UPLOAD_WAITS_MS = [200, 500, 1_500, 4_000];

/** How long files are kept (DEL-06). */
export const ASSET_RETENTION_MS = 14 * 86_400_000;

export const CACHE_CONTROL = 'private, max-age=31536000, immutable';

export type StoredMedia = { r2Key: string; sizeBytes: number; sha256: string; durationMs: number | null };

type MediaOwner = { userId: string; id: string };

/** Everything of a job stands below this. */
export const mediaPrefixOf = (job: MediaOwner): string => `user_${job.userId}/job_${job.id}/`;

/** Unique per job and name, so a key is written once and may be cached for ever. */
export const mediaKeyOf = (job: MediaOwner, name: string, extension: string): string =>
  `${mediaPrefixOf(job)}${name}_v1.${extension}`;

const hashOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
};

/** What stands under a key already, from an earlier run that died after its write; undefined when nothing does. */
export const findMedia = async (ctx: Context, r2Key: string): Promise<StoredMedia | undefined> => {
  const head = await ctx.bucket.head(r2Key);
  if (!head) return undefined;
  const durationMs = Number(head.customMetadata?.durationMs);
  const facts = { r2Key, sizeBytes: head.size, durationMs: Number.isInteger(durationMs) ? durationMs : null };
  const known = head.customMetadata?.sha256;
  if (known) return { ...facts, sha256: known };
  // A stream's hash is known only when it has been written: then it is too late to write it down beside it.
  const object = await ctx.bucket.get(r2Key);
  return object ? { ...facts, sha256: await hashOf(object.body) } : undefined;
};

/** A put that threw may have stored all the same; the next one then finds the object standing. */
export const upload = async <Put>(ctx: Context, put: () => Promise<Put>): Promise<Put> => {
  for (const waitMs of UPLOAD_WAITS_MS) {
    try {
      return await put();
    } catch (error) {
      ctx.log.error('upload_failed', error);
      await ctx.clock.sleep(waitMs);
    }
  }
  return put();
};

/** A key never changes its bytes: what stands there already stays. */
export const ONCE = { onlyIf: { etagDoesNotMatch: '*' } } as const;

const requireStanding = async (ctx: Context, r2Key: string): Promise<StoredMedia> => {
  const standing = await findMedia(ctx, r2Key);
  if (!standing) throw new Error('an object refused to be overwritten but cannot be read');
  return standing;
};

/**
 * Writes media under its key, once. When an object stands there already (a run that was thought dead), that one stays
 * and is returned.
 */
export const storeMedia = async (
  ctx: Context,
  input: { r2Key: string; bytes: Uint8Array; contentType: string; durationMs: number | null },
): Promise<StoredMedia> => {
  const { r2Key, bytes, contentType, durationMs } = input;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const object = await upload(ctx, () =>
    ctx.bucket.put(r2Key, bytes, {
      ...ONCE,
      httpMetadata: { contentType, cacheControl: CACHE_CONTROL },
      customMetadata: { sha256, ...(durationMs === null ? {} : { durationMs: String(durationMs) }) },
    }),
  );
  return object ? { r2Key, sizeBytes: bytes.byteLength, sha256, durationMs } : requireStanding(ctx, r2Key);
};

/**
 * The same for media of known length that is made while it is written, in flat memory.
 * @param input.open begins it anew for every try.
 */
export const storeStream = async (
  ctx: Context,
  input: {
    r2Key: string;
    sizeBytes: number;
    contentType: string;
    durationMs: number | null;
    open: () => AsyncIterable<Uint8Array>;
  },
): Promise<StoredMedia> => {
  const { r2Key, sizeBytes, contentType, durationMs, open } = input;
  const standing = await findMedia(ctx, r2Key);
  if (standing) return standing;
  let sha256 = '';
  async function* hashed() {
    const hash = createHash('sha256');
    for await (const chunk of open()) {
      hash.update(chunk);
      yield chunk;
    }
    sha256 = hash.digest('hex');
  }
  const object = await upload(ctx, async () => {
    const fixed = new FixedLengthStream(sizeBytes);
    const abort = new AbortController();
    const written = toStream(hashed()).pipeTo(fixed.writable, { signal: abort.signal });
    try {
      const [put] = await Promise.all([
        ctx.bucket.put(r2Key, fixed.readable, {
          ...ONCE,
          httpMetadata: { contentType, cacheControl: CACHE_CONTROL },
          customMetadata: durationMs === null ? {} : { durationMs: String(durationMs) },
        }),
        written,
      ]);
      return put;
    } finally {
      abort.abort();
    }
  });
  return object ? { r2Key, sizeBytes, sha256, durationMs } : requireStanding(ctx, r2Key);
};

/** The row of a stored file. */
export const toAsset = (
  ctx: Context,
  job: MediaOwner,
  media: StoredMedia,
  shown: Pick<AssetInsert, 'kind' | 'contentType'> &
    Partial<Pick<AssetInsert, 'ordinal' | 'title' | 'contentHash' | 'captions' | 'widthPx' | 'heightPx'>>,
): AssetInsert => {
  const createdAt = ctx.clock.now();
  return {
    id: ctx.ids.next(),
    userId: job.userId,
    jobId: job.id,
    ordinal: 1,
    title: null,
    contentHash: null,
    captions: null,
    widthPx: null,
    heightPx: null,
    ...shown,
    ...media,
    createdAt,
    expiresAt: createdAt + ASSET_RETENTION_MS,
  };
};
