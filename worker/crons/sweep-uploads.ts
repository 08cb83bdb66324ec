import type { Context } from '../context.ts';
import { UPLOAD_SETTLED_MS } from '../contract/limits.ts';
import { removeUploadFiles } from '../services/uploads/remove-upload.ts';
import type { UploadRow } from '../services/uploads/upload-row.ts';

/** Uploads of one run; the next minute takes the rest. */
const RUN_MAX_UPLOADS = 100;

type Due = Pick<UploadRow, 'id' | 'userId' | 'r2Key' | 'multipartId'> & { removedAt: number };

/** Hides what is due, and puts it off, so that one which cannot be removed holds up no other. */
const takeDue = async (ctx: Context, now: number): Promise<Due[]> => {
  const { results } = await ctx.db
    .prepare(
      `UPDATE uploads SET status = 'removed', removed_at = COALESCE(removed_at, ?1), expires_at = ?1 + ?2
        WHERE id IN (SELECT id FROM uploads WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?3)
        RETURNING id, user_id AS userId, r2_key AS r2Key, multipart_id AS multipartId, removed_at AS removedAt`,
    )
    .bind(now, UPLOAD_SETTLED_MS, RUN_MAX_UPLOADS)
    .all<Due>();
  return results;
};

const sweepOne = async (ctx: Context, due: Due, now: number): Promise<void> => {
  await removeUploadFiles(ctx, due);
  if (due.removedAt > now - UPLOAD_SETTLED_MS) return;
  await ctx.db.prepare(`DELETE FROM uploads WHERE id = ?1 AND status = 'removed'`).bind(due.id).run();
};

/**
 * Every minute: takes away uploads that nobody finished and files whose time is over. A row is kept for another day, and
 * looked after once more at its end: a part that was on its way meanwhile goes as well.
 */
export const sweepUploads = async (ctx: Context): Promise<void> => {
  const now = ctx.clock.now();
  const due = await takeDue(ctx, now);
  for (const upload of due) {
    try {
      await sweepOne(ctx, upload, now);
    } catch (error) {
      ctx.log.error('upload_not_swept', error, { uploadId: upload.id });
    }
  }
  if (due.length > 0) ctx.log.event('uploads_swept', { uploads: due.length });
};
