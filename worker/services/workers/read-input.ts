import type { Context } from '../../context.ts';
import { mediaRefSchema } from '../../contract/media-ref.ts';
import { AppError } from '../../errors.ts';
import { type FileReply, type FileWish, serveFile } from '../assets/serve-file.ts';
import { findTakenMedia } from '../uploads/take-media.ts';
import { isOurLink, type LinkedFile } from './worker-file.ts';

/**
 * A file that a job works from, for its worker, by its signed link; until the job ends.
 * @throws AppError upload_link_invalid; not_found when the job has ended, or the file has gone.
 */
export const readInput = async (
  ctx: Context,
  { wish, ...link }: Omit<LinkedFile, 'direction'> & { wish: FileWish },
): Promise<FileReply> => {
  const { jobId, name } = link;
  if (!isOurLink(ctx, { ...link, direction: 'in' }) || link.expires <= ctx.clock.now()) {
    throw new AppError('upload_link_invalid', 'This link does not hold, or no more.');
  }
  const job = await ctx.db
    .prepare(
      `SELECT user_id AS userId, params->(?2) AS ref, created_at AS createdAt FROM jobs WHERE id = ?1 AND completed_at IS NULL`,
    )
    .bind(jobId, `$."${name}"`)
    .first<{ userId: string; ref: string | null; createdAt: number }>();
  const ref = job?.ref ? mediaRefSchema.safeParse(JSON.parse(job.ref)) : undefined;
  const kind = name === 'audio' ? 'audio' : 'image';
  const media =
    job && ref?.success ? await findTakenMedia(ctx, { userId: job.userId, ref: ref.data, kind }) : undefined;
  if (!job || !media) throw new AppError('not_found', 'This file is not needed any more, or it is gone.');
  return serveFile(ctx, { ...media, id: `${jobId}/${name}`, createdAt: job.createdAt, disposition: 'inline' }, wish);
};
