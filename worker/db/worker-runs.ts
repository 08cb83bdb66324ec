import type { JobStatus } from '../contract/jobs.ts';

const OPEN = `status IN ('queued', 'running', 'preview_ready', 'finalizing')`;

/** Writes a hand-over down before it is made, under the consumer's own lease. False when that is lost. */
export const noteHandOver = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  at: { now: number; leaseExpiresAt: number },
): Promise<boolean> => {
  const [held] = await db.batch([
    db
      .prepare(`UPDATE jobs SET lease_expires_at = ?3 WHERE id = ?1 AND lease_token = ?2 AND ${OPEN}`)
      .bind(job.id, job.leaseToken, at.leaseExpiresAt),
    db
      .prepare(
        `INSERT INTO worker_runs (job_id, run_id, handed_at)
          SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1 AND lease_token = ?2)
          ON CONFLICT (job_id) DO UPDATE SET run_id = excluded.run_id, handed_at = excluded.handed_at`,
      )
      .bind(job.id, job.leaseToken, at.now),
  ]);
  return held?.meta.changes === 1;
};

/** An open job in its worker's hands. */
export type HandedJob = {
  id: string;
  userId: string;
  module: string;
  modelId: string;
  status: JobStatus;
  bodyHash: string;
  costCredits: number;
  isHeavy: number;
  attempts: number;
  startedAt: number;
  previewReadyAt: number | null;
  leaseToken: string;
};

const HANDED = `id, user_id AS userId, module, model_id AS modelId, status, body_hash AS bodyHash,
  cost_credits AS costCredits, is_heavy AS isHeavy, attempts, started_at AS startedAt,
  preview_ready_at AS previewReadyAt, lease_token AS leaseToken`;

/**
 * Takes an open job for what its worker reports: by the lease of the hand-over that counts, which all reports of the job
 * have in common, and which is renewed by it.
 */
export const takeHandedJob = async (
  db: D1Database,
  jobId: string,
  leaseExpiresAt: number,
): Promise<HandedJob | undefined> =>
  (await db
    .prepare(
      `UPDATE jobs SET lease_token = w.run_id, lease_expires_at = ?2
        FROM worker_runs w WHERE w.job_id = jobs.id AND jobs.id = ?1
          AND jobs.status IN ('running', 'preview_ready', 'finalizing') RETURNING ${HANDED}`,
    )
    .bind(jobId, leaseExpiresAt)
    .first<HandedJob>()) ?? undefined;

/** Where a job stands that was handed over at any time, and what it cost; undefined for every other job. */
export const readHandedStatus = async (
  db: D1Database,
  jobId: string,
): Promise<{ status: JobStatus; costCredits: number } | undefined> =>
  (await db
    .prepare(
      `SELECT j.status, j.cost_credits AS costCredits FROM worker_runs w JOIN jobs j ON j.id = w.job_id WHERE w.job_id = ?1`,
    )
    .bind(jobId)
    .first<{ status: JobStatus; costCredits: number }>()) ?? undefined;

/** Renews the lease of a job by its worker's sign of life, unless its time is over. */
export const noteHeartbeat = async (
  db: D1Database,
  jobId: string,
  beat: { now: number; leaseExpiresAt: number; progressPermille: number; queuePosition: number | null },
): Promise<{ userId: string; status: JobStatus; progressPermille: number } | undefined> =>
  (await db
    .prepare(
      `UPDATE jobs SET lease_token = w.run_id, lease_expires_at = ?2, queue_position = ?4,
          progress_permille = MAX(progress_permille, ?3)
        FROM worker_runs w WHERE w.job_id = jobs.id AND jobs.id = ?1 AND jobs.deadline_at > ?5
          AND jobs.status IN ('running', 'preview_ready', 'finalizing')
        RETURNING user_id AS userId, status, progress_permille AS progressPermille`,
    )
    .bind(jobId, beat.leaseExpiresAt, beat.progressPermille, beat.queuePosition, beat.now)
    .first<{ userId: string; status: JobStatus; progressPermille: number }>()) ?? undefined;

/** Notes that a signature was believed. False for one that was believed before. */
export const useSignature = async (
  db: D1Database,
  signature: string,
  at: { now: number; expiresAt: number },
): Promise<boolean> => {
  const [, used] = await db.batch([
    db.prepare('DELETE FROM worker_signatures WHERE expires_at < ?1').bind(at.now),
    db
      .prepare(
        'INSERT INTO worker_signatures (signature, expires_at) VALUES (?1, ?2) ON CONFLICT (signature) DO NOTHING',
      )
      .bind(signature, at.expiresAt),
  ]);
  return used?.meta.changes === 1;
};

/** Writes down what a job cost the house beyond its charge; once a job. */
export const noteExpense = async (
  db: D1Database,
  expense: { jobId: string; credits: number; at: number },
): Promise<void> => {
  await db
    .prepare(
      'INSERT INTO job_expenses (job_id, credits, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (job_id) DO NOTHING',
    )
    .bind(expense.jobId, expense.credits, expense.at)
    .run();
};
