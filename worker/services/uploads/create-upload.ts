import type { Context } from '../../context.ts';
import {
  UPLOAD_ONE_PART_MAX_BYTES,
  UPLOAD_OPEN_MS,
  UPLOADS_KEPT_MAX_BYTES,
  UPLOADS_OPEN_MAX,
} from '../../contract/limits.ts';
import { readUploadType } from '../../contract/upload-types.ts';
import type { CreateUpload, Upload } from '../../contract/uploads.ts';
import { AppError } from '../../errors.ts';
import { findUpload } from './find-upload.ts';
import { uploadPrefixOf } from './upload-row.ts';

/** Counted in the statement that adds the row: however many come at once, no more than these stand. */
const INSERT = `
  INSERT INTO uploads (id, user_id, kind, name, content_type, size_bytes, r2_key, multipart_id, created_at, expires_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
  WHERE (SELECT COUNT(*) FROM uploads WHERE user_id = ?2 AND status = 'open') < ?11
    AND (SELECT COALESCE(SUM(size_bytes), 0) FROM uploads WHERE user_id = ?2 AND status IN ('open', 'ready')) + ?6 <= ?12`;

/**
 * Announces a file and gives the links by which its parts are sent.
 * @param input as `createUploadSchema` has checked it
 * @throws AppError too_many_uploads beyond UPLOADS_OPEN_MAX under way, or UPLOADS_KEPT_MAX_BYTES in all.
 */
export const createUpload = async (ctx: Context, input: CreateUpload & { userId: string }): Promise<Upload> => {
  const { userId, kind, name, sizeBytes } = input;
  const contentType = readUploadType(kind, input.contentType);
  if (contentType === undefined) throw new Error('an upload of an unknown type came past its schema');
  const id = ctx.ids.next();
  const r2Key = `${uploadPrefixOf({ userId, id })}sent_v1`;
  // One that nobody finishes and no row names is given up by R2 itself, after a week.
  const multipart =
    sizeBytes > UPLOAD_ONE_PART_MAX_BYTES
      ? await ctx.bucket.createMultipartUpload(r2Key, { httpMetadata: { contentType } })
      : undefined;
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(INSERT)
    .bind(
      id,
      userId,
      kind,
      name,
      contentType,
      sizeBytes,
      r2Key,
      multipart?.uploadId ?? null,
      now,
      now + UPLOAD_OPEN_MS,
      UPLOADS_OPEN_MAX,
      UPLOADS_KEPT_MAX_BYTES,
    )
    .run();
  if (meta.changes !== 1) {
    await multipart?.abort();
    const most = `${UPLOADS_OPEN_MAX} under way, ${UPLOADS_KEPT_MAX_BYTES} bytes in all`;
    throw new AppError('too_many_uploads', `An account has so many uploads at most: ${most}. Finish or delete one.`);
  }
  return findUpload(ctx, { userId, uploadId: id });
};
