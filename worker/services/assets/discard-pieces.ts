import type { Context } from '../../context.ts';
import { mediaPrefixOf } from './store-media.ts';

/** What the names of all pieces begin with. */
const PIECE_NAME = 'piece_';

/** The name of the piece with this number, under which it is kept until its job's file is whole. */
export const pieceNameOf = (ordinal: number): string => `${PIECE_NAME}${String(ordinal).padStart(4, '0')}`;

/** Removes the pieces of a completed job: they went into its files. Does nothing for any other job. */
export const discardPieces = async (ctx: Context, jobId: string): Promise<void> => {
  const userId = await ctx.db
    .prepare(`SELECT user_id AS userId FROM jobs WHERE id = ?1 AND status = 'completed'`)
    .bind(jobId)
    .first<string>('userId');
  if (userId === null) return;
  const prefix = `${mediaPrefixOf({ id: jobId, userId })}${PIECE_NAME}`;
  let cursor: string | undefined;
  do {
    const page = await ctx.bucket.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
    if (page.objects.length > 0) await ctx.bucket.delete(page.objects.map(({ key }) => key));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  await ctx.db.prepare('DELETE FROM job_pieces WHERE job_id = ?1').bind(jobId).run();
};
