import { env } from 'cloudflare:workers';
import type { Context } from '../../worker/context.ts';
import type { HistoryItem, HistoryPage } from '../../worker/contract/history.ts';
import { api, jsonOf } from './api.ts';
import { deliver, newJob } from './jobs.ts';
import type { TestUser } from './users.ts';

/** Makes so many things, one after the other, so that each is younger than the one before; their jobs, oldest first. */
export const makeItems = async (ctx: Context, userId: string, count: number): Promise<string[]> => {
  const jobIds: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const jobId = await newJob(ctx, userId);
    await deliver(ctx, [jobId]);
    // A clock tells milliseconds, and some of them see two things made.
    await env.DB.prepare('UPDATE generations SET created_at = created_at - ?2 WHERE job_id = ?1')
      .bind(jobId, (count - made) * 1_000)
      .run();
    jobIds.push(jobId);
  }
  return jobIds;
};

export const historyOf = async (user: TestUser, query = ''): Promise<HistoryPage> =>
  jsonOf<HistoryPage>(await api(`/api/history${query}`, { user }));

export const idsOf = ({ items }: { items: readonly HistoryItem[] }): string[] => items.map(({ jobId }) => jobId);

/** What stands of a job: its line, its files that are shown, its entry in the queue, and what the bucket has. */
export const tracesOf = async (userId: string, jobId: string) => {
  const row = await env.DB.prepare(
    `SELECT (SELECT COUNT(*) FROM generations WHERE job_id = ?1) AS lines,
      (SELECT COUNT(*) FROM generations WHERE job_id = ?1 AND removing_since IS NULL) AS shownLines,
      (SELECT COUNT(*) FROM assets WHERE job_id = ?1 AND is_deleted = 0) AS shownFiles,
      (SELECT why FROM deletion_queue WHERE job_id = ?1) AS queued,
      (SELECT why FROM deletion_ledger WHERE job_id = ?1) AS removed`,
  )
    .bind(jobId)
    .first<{
      lines: number;
      shownLines: number;
      shownFiles: number;
      queued: string | null;
      removed: string | null;
    }>();
  if (!row) throw new Error('a SELECT without FROM has one row');
  const { objects } = await env.MEDIA.list({ prefix: `user_${userId}/job_${jobId}/` });
  return { ...row, objects: objects.length };
};
