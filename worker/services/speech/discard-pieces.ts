import type { Context } from '../../context.ts';
import { mediaPrefixOf } from '../assets/store-media.ts';
import { PIECE_NAME } from './speech-run.ts';

/**
 * Removes the pieces of a job that went into its files. What the bucket does not let go of now is logged, and goes with
 * the job's other files.
 */
export const discardPieces = async (ctx: Context, job: { id: string; userId: string }): Promise<void> => {
  try {
    const prefix = `${mediaPrefixOf(job)}${PIECE_NAME}`;
    let cursor: string | undefined;
    do {
      const page = await ctx.bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
      if (page.objects.length > 0) await ctx.bucket.delete(page.objects.map(({ key }) => key));
      cursor = page.truncated ? page.cursor : undefined;
    } while (cursor !== undefined);
    await ctx.db.prepare('DELETE FROM job_pieces WHERE job_id = ?1').bind(job.id).run();
  } catch (error) {
    ctx.log.error('pieces_not_discarded', error, { jobId: job.id });
  }
};
