import type { Context } from '../../context.ts';
import { UPLOAD_KEEP_MS } from '../../contract/limits.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { readUploadType, type UploadKind, type UploadType } from '../../contract/upload-types.ts';
import { UPLOAD_MAX_BYTES } from '../../contract/uploads.ts';
import { invalidFields } from '../../errors.ts';
import { findLengthFault, findSizeFault } from './find-limit-fault.ts';

/** A file that a job works from. An image has a size in pixels, sound a length in ms. */
export type TakenMedia = {
  r2Key: string;
  contentType: UploadType;
  sizeBytes: number;
  widthPx: number | null;
  heightPx: number | null;
  durationMs: number | null;
  sha256: string;
};

type Own = { userId: string; ref: MediaRef };
type Wanted = Own & {
  kind: UploadKind;
  /** Where the reference stands in the body. */
  pointer: string;
};
type MediaRow = Omit<TakenMedia, 'contentType'> & { contentType: string; isShown: number };

const UPLOAD = `
  SELECT r2_key AS r2Key, content_type AS contentType, size_bytes AS sizeBytes, width_px AS widthPx,
    height_px AS heightPx, duration_ms AS durationMs, sha256, status = 'ready' AND expires_at > ?3 AS isShown
  FROM uploads WHERE id = ?1 AND user_id = ?2 AND sha256 IS NOT NULL`;

const ASSET = `
  SELECT r2_key AS r2Key, content_type AS contentType, size_bytes AS sizeBytes, width_px AS widthPx,
    height_px AS heightPx, duration_ms AS durationMs, sha256, is_deleted = 0 AS isShown
  FROM assets WHERE id = ?1 AND user_id = ?2 AND ?3 > 0`;

const findRow = (ctx: Context, { userId, ref }: Own): Promise<MediaRow | null> => {
  const [select, id] = 'uploadId' in ref ? [UPLOAD, ref.uploadId] : [ASSET, ref.assetId];
  return ctx.db.prepare(select).bind(id, userId, ctx.clock.now()).first<MediaRow>();
};

type Fault = Pick<FieldProblem, 'code' | 'message'>;
const DAMAGED: Fault = { code: 'file_unreadable', message: 'What this file holds could not be measured.' };

const findFault = (kind: UploadKind, { sizeBytes, widthPx, heightPx, durationMs }: MediaRow): Fault | undefined => {
  if (sizeBytes > UPLOAD_MAX_BYTES[kind]) {
    return {
      code: 'file_too_large',
      message: `The file has ${sizeBytes} bytes; ${UPLOAD_MAX_BYTES[kind]} are the most.`,
    };
  }
  if (kind === 'audio') return durationMs === null ? DAMAGED : findLengthFault(durationMs);
  return widthPx === null || heightPx === null ? DAMAGED : findSizeFault(widthPx, heightPx);
};

/**
 * A file of the user's own that a job is going to work from: one he sent, or one that was made here and is still kept.
 * It is within the limits of what may be sent, whichever it is.
 * @throws AppError validation_failed at `pointer`: unknown_file when there is none, or no more; file_type_unsupported
 * when it is of another kind; file_too_large, image_too_small, image_too_large, audio_too_long.
 */
export const readMedia = async (ctx: Context, wanted: Wanted): Promise<TakenMedia> => {
  const { kind, pointer } = wanted;
  const refuse = (fault: Fault) => invalidFields([{ pointer, ...fault }]);
  const row = await findRow(ctx, wanted);
  if (!row?.isShown) throw refuse({ code: 'unknown_file', message: 'There is no such file, or not any more.' });
  const { isShown: _, ...media } = row;
  const contentType = readUploadType(kind, media.contentType);
  if (contentType === undefined) {
    const message = `This is to be of the kind ${kind}; the file is ${media.contentType}.`;
    throw refuse({ code: 'file_type_unsupported', message });
  }
  const fault = findFault(kind, row);
  if (fault) throw refuse(fault);
  return { ...media, contentType };
};

/**
 * The same file for the job that has taken it, also when its owner has removed it meanwhile: its bytes stay until the
 * job has ended. Undefined when there is no row any more.
 */
export const findTakenMedia = async (
  ctx: Context,
  wanted: Own & { kind: UploadKind },
): Promise<TakenMedia | undefined> => {
  const row = await findRow(ctx, wanted);
  if (!row) return undefined;
  const { isShown: _, ...media } = row;
  const contentType = readUploadType(wanted.kind, media.contentType);
  return contentType && { ...media, contentType };
};

/**
 * Keeps the files that somebody sent, and a job takes, for as long from now as what is made of them. What was made here
 * needs no keeping: its bytes stay while an open job names it.
 */
export const keepUploads = async (
  ctx: Context,
  { userId, refs }: { userId: string; refs: readonly MediaRef[] },
): Promise<void> => {
  const uploadIds = refs.flatMap((ref) => ('uploadId' in ref ? [ref.uploadId] : []));
  if (uploadIds.length === 0) return;
  await ctx.db
    .prepare(
      `UPDATE uploads SET expires_at = MAX(expires_at, ?3)
        WHERE user_id = ?1 AND status = 'ready' AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(userId, JSON.stringify(uploadIds), ctx.clock.now() + UPLOAD_KEEP_MS)
    .run();
};
