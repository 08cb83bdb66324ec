import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { UPLOAD_KEEP_MS, UPLOAD_SETTLED_MS } from '../../contract/limits.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import type { Upload } from '../../contract/uploads.ts';
import { type AppError, invalidFields } from '../../errors.ts';
import { type StoredMedia, storeMedia } from '../assets/store-media.ts';
import { type Inspected, inspectFile } from './inspect-file.ts';
import { removeUploadFiles } from './remove-upload.ts';
import { planParts, requireUpload, toUpload, type UploadRow, uploadPrefixOf } from './upload-row.ts';

type Fine = Exclude<Inspected, { kind: 'refused' }>;
type Kept = Pick<StoredMedia, 'r2Key' | 'sizeBytes' | 'sha256'>;

const incomplete = (message: string): AppError =>
  invalidFields([{ pointer: '/file', code: 'file_incomplete', message }]);

/** R2 does not know a part by the ETag that we do: two tries of it crossed. */
const INVALID_PART = /10025|parts could not be found/;

/** The parts have to be sent again: what stands for them is not there. */
const forgetParts = async (ctx: Context, { id }: UploadRow): Promise<never> => {
  await ctx.db.prepare(`UPDATE uploads SET parts = '{}' WHERE id = ?1 AND status = 'open'`).bind(id).run();
  throw incomplete('Parts have been lost on their way. Send them again.');
};

/** Puts the parts together. When somebody else has just done it, the file is there, and that is as good. */
const joinParts = async (ctx: Context, row: UploadRow): Promise<void> => {
  const { r2Key, multipartId, parts } = row;
  if (multipartId === null) return;
  const uploaded = Object.entries(parts).map(([partNumber, etag]) => ({ partNumber: Number(partNumber), etag }));
  try {
    await ctx.bucket.resumeMultipartUpload(r2Key, multipartId).complete(uploaded);
  } catch (error) {
    if (await ctx.bucket.head(r2Key)) return;
    if (!(error instanceof Error && INVALID_PART.test(error.message))) throw error;
    await forgetParts(ctx, row);
  }
};

const refuse = async (ctx: Context, row: UploadRow, errors: FieldProblem[]): Promise<void> => {
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `UPDATE uploads SET status = 'refused', errors = ?2, removed_at = ?3, expires_at = ?4
        WHERE id = ?1 AND status = 'open'`,
    )
    .bind(row.id, JSON.stringify(errors), now, now + UPLOAD_SETTLED_MS)
    .run();
  if (meta.changes === 1) await discard(ctx, row, () => removeUploadFiles(ctx, row));
};

/** What stays behind for now goes with the upload. */
const discard = (ctx: Context, { id }: UploadRow, remove: () => Promise<void>): Promise<void> =>
  remove().catch((error: unknown) => ctx.log.error('upload_not_discarded', error, { uploadId: id }));

/** An image is kept without its metadata, under a key of its own; sound stays where and as it was sent. */
const store = async (ctx: Context, row: UploadRow, bytes: Uint8Array, found: Fine): Promise<Kept> => {
  if (found.kind === 'audio') {
    return { r2Key: row.r2Key, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  const { clean, extension } = found;
  const r2Key = `${uploadPrefixOf(row)}file_v1.${extension}`;
  return storeMedia(ctx, { r2Key, bytes: clean, contentType: row.contentType, durationMs: null });
};

const keep = async (ctx: Context, row: UploadRow, bytes: Uint8Array, found: Fine): Promise<void> => {
  const { r2Key, sizeBytes, sha256 } = await store(ctx, row, bytes, found);
  const { widthPx, heightPx } = found.kind === 'image' ? found : { widthPx: null, heightPx: null };
  const durationMs = found.kind === 'audio' ? found.durationMs : null;
  const keptUntil = ctx.clock.now() + UPLOAD_KEEP_MS;
  const { meta } = await ctx.db
    .prepare(
      `UPDATE uploads SET status = 'ready', multipart_id = NULL, r2_key = ?2, size_bytes = ?3, sha256 = ?4, width_px = ?5,
        height_px = ?6, duration_ms = ?7, expires_at = ?8 WHERE id = ?1 AND status = 'open'`,
    )
    .bind(row.id, r2Key, sizeBytes, sha256, widthPx, heightPx, durationMs, keptUntil)
    .run();
  if (meta.changes === 1 && r2Key !== row.r2Key) await discard(ctx, row, () => ctx.bucket.delete(row.r2Key));
};

/**
 * Looks at a file whose parts have all arrived. The answer is for good, and the same however often and at once it is
 * asked for: the file is ready, or refused and gone.
 * @throws AppError not_found; validation_failed with what is missing (`file_incomplete`, then the upload stays open) or
 * with what is wrong.
 */
export const completeUpload = async (ctx: Context, own: { userId: string; uploadId: string }): Promise<Upload> => {
  const asked = await requireUpload(ctx, own);
  if (asked.status === 'open') await lookAt(ctx, asked);
  const row = asked.status === 'open' ? await requireUpload(ctx, own) : asked;
  if (row.status === 'open') return forgetParts(ctx, row);
  if (row.status === 'refused') throw invalidFields(row.errors ?? []);
  return toUpload(ctx, row);
};

const lookAt = async (ctx: Context, row: UploadRow): Promise<void> => {
  const missing = planParts(row.sizeBytes).filter(({ partNumber }) => row.parts[partNumber] === undefined);
  if (missing.length > 0) {
    throw incomplete(`Not all parts have arrived: ${missing.map(({ partNumber }) => partNumber).join(', ')}.`);
  }
  await joinParts(ctx, row);
  const object = await ctx.bucket.get(row.r2Key);
  // Somebody else was first with it, and has taken it away.
  if (!object) return;
  const bytes = new Uint8Array(await object.arrayBuffer());
  const found = await inspectFile(bytes, row.contentType);
  if (found.kind === 'refused') await refuse(ctx, row, found.errors);
  else await keep(ctx, row, bytes, found);
};
