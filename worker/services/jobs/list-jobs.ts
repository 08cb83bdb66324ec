import type { Context } from '../../context.ts';
import type { JobList } from '../../contract/jobs.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import { readJobs } from '../../db/jobs.ts';

/** A page of the user's jobs, newest first. @throws AppError malformed_cursor. */
export const listJobs = async (
  ctx: Context,
  input: { userId: string; cursor: string | undefined; limit: number },
): Promise<JobList> => {
  const after = input.cursor ? decodeCursor(input.cursor) : undefined;
  const items = await readJobs(ctx.db, input.userId, { after, limit: input.limit + 1 });
  const last = items.length > input.limit ? items[input.limit - 1] : undefined;
  return {
    items: items.slice(0, input.limit),
    nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.jobId }) : null,
  };
};
