import { QUEUE_DELAY_MAX_SECONDS } from '../contract/limits.ts';
import { IS_NEXT } from './jobs.ts';

/** Most messages of one `sendBatch`; the platform allows 100. */
const SEND_BATCH_MAX = 100;
/** An open job that nobody works on is sent again after so long. */
export const DISPATCH_STALE_MS = 20_000;
/** Most jobs one sweep sends again. */
const SWEEP_MAX_JOBS = 500;

export type JobQueues = { priority: Queue<JobMessage>; standard: Queue<JobMessage> };
/** The whole body of a job message: ids only, since a queue delivers more than once and in any order. */
export type JobMessage = { jobId: string };
export type Dispatched = { id: string; priority: number };

/**
 * Sends jobs to their queue: PRI-02, paying accounts and administrators first. Throws when a queue refuses.
 * @param delayMs they come no earlier; what a queue cannot wait for comes at the longest it can
 */
export const sendJobs = async (queues: JobQueues, jobs: Dispatched[], delayMs = 0): Promise<void> => {
  const delaySeconds = Math.min(QUEUE_DELAY_MAX_SECONDS, Math.ceil(delayMs / 1_000));
  const send = async (queue: Queue<JobMessage>, chosen: Dispatched[]) => {
    for (let from = 0; from < chosen.length; from += SEND_BATCH_MAX) {
      const batch = chosen.slice(from, from + SEND_BATCH_MAX);
      await queue.sendBatch(batch.map((job) => ({ body: { jobId: job.id }, delaySeconds })));
    }
  };
  await Promise.all([
    send(
      queues.priority,
      jobs.filter((job) => job.priority === 1),
    ),
    send(
      queues.standard,
      jobs.filter((job) => job.priority === 0),
    ),
  ]);
};

/** Marks jobs whose message could not be sent, so that the next sweep takes them without waiting. */
export const markUnsent = async (db: D1Database, jobIds: string[]): Promise<void> => {
  await db
    .prepare('UPDATE jobs SET dispatched_at = 0 WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(jobIds))
    .run();
};

/**
 * Sends every open job again that nobody holds a live lease on and whose last message is older than
 * DISPATCH_STALE_MS: lost messages, dead consumers, a queue that refused. A job past its deadline is sent as well;
 * its consumer expires it.
 * @returns how many were sent, and whether any job is still open.
 */
export const redispatchJobs = async (
  db: D1Database,
  queues: JobQueues,
  now: number,
): Promise<{ sent: number; open: boolean }> => {
  const [stale, rest] = await db.batch([
    db
      .prepare(
        `UPDATE jobs SET dispatched_at = ?1 WHERE id IN (
          SELECT id FROM jobs WHERE status IN ('queued', 'running', 'preview_ready', 'finalizing')
            AND dispatched_at < ?2 AND (lease_expires_at IS NULL OR lease_expires_at < ?1) AND ${IS_NEXT} ORDER BY dispatched_at LIMIT ?3)
          RETURNING id, priority`,
      )
      .bind(now, now - DISPATCH_STALE_MS, SWEEP_MAX_JOBS),
    db.prepare(`SELECT 1 FROM jobs WHERE status IN ('queued', 'running', 'preview_ready', 'finalizing') LIMIT 1`),
  ]);
  const jobs = (stale?.results ?? []) as Dispatched[];
  try {
    await sendJobs(queues, jobs);
  } catch (error) {
    await markUnsent(
      db,
      jobs.map((job) => job.id),
    );
    throw error;
  }
  return { sent: jobs.length, open: (rest?.results.length ?? 0) > 0 };
};
