import type { Context } from '../../context.ts';
import { UPLOAD_SETTLED_MS } from '../../contract/limits.ts';
import { isNamedByOpenJob } from '../../db/open-jobs.ts';
import { AppError } from '../../errors.ts';
import { removeObjects } from '../assets/remove-objects.ts';
import { type UploadRow, uploadPrefixOf } from './upload-row.ts';

type Removable = Pick<UploadRow, 'id' | 'userId' | 'r2Key' | 'multipartId'>;

/** Takes an upload's file and what came of its parts out of the bucket. May run any number of times. */
export const removeUploadFiles = async (ctx: Context, row: Removable): Promise<void> => {
  // One that is complete, or was given up before, has nothing left to give up; R2 says so by an error.
  if (row.multipartId !== null) await abortParts(ctx, row.r2Key, row.multipartId);
  await removeObjects(ctx, uploadPrefixOf(row), new Set());
};

const NO_SUCH_UPLOAD = /10024|does not exist/;

const abortParts = async (ctx: Context, r2Key: string, multipartId: string): Promise<void> => {
  try {
    await ctx.bucket.resumeMultipartUpload(r2Key, multipartId).abort();
  } catch (error) {
    if (!(error instanceof Error && NO_SUCH_UPLOAD.test(error.message))) throw error;
  }
};

/**
 * Removes an upload of the user's own: hidden at once, then taken out of the bucket. What the bucket does not let go of
 * now, and what an open job works from, goes with the sweep a day later.
 * @throws AppError not_found
 */
export const removeUpload = async (
  ctx: Context,
  { userId, uploadId }: { userId: string; uploadId: string },
): Promise<void> => {
  const now = ctx.clock.now();
  const row = await ctx.db
    .prepare(
      `UPDATE uploads SET status = 'removed', removed_at = ?3, expires_at = ?4
        WHERE id = ?1 AND user_id = ?2 AND status <> 'removed'
        RETURNING id, user_id AS userId, r2_key AS r2Key, multipart_id AS multipartId,
          ${isNamedByOpenJob({ userId: '?2', id: '?1', now: '?3' })} AS isInUse`,
    )
    .bind(uploadId, userId, now, now + UPLOAD_SETTLED_MS)
    .first<Removable & { isInUse: number }>();
  if (!row) throw new AppError('not_found', 'There is no such upload.');
  if (row.isInUse) return;
  await removeUploadFiles(ctx, row).catch((error: unknown) => ctx.log.error('upload_not_removed', error, { uploadId }));
};
