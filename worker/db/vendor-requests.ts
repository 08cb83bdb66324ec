import type { CallFacts } from '../providers/call-facts.ts';
import { noteDelivered } from './pieces.ts';

/** Of a job's sound. */
export type SoundPart = { startMs: number; lengthMs: number };

/** What was measured of a film that is in the bucket. */
export type KeptFilm = { sizeBytes: number; durationMs: number };

/** One piece of work at a vendor who takes minutes for it. */
export type VendorRequest = {
  piece: number;
  provider: string;
  sound: SoundPart | null;
  /** What the vendor calls it, once he has it, and how he was asked. */
  submitted: { requestId: string; model: string; keyId: string | null; callId: string; at: number } | null;
  /** How often its film could not be fetched. */
  failures: number;
  film: KeptFilm | null;
};

type Row = {
  piece: number;
  provider: string;
  startMs: number | null;
  lengthMs: number | null;
  requestId: string | null;
  model: string | null;
  keyId: string | null;
  callId: string | null;
  submittedAt: number | null;
  failures: number;
  film: string | null;
};

const toRequest = ({ startMs, lengthMs, requestId, model, keyId, callId, submittedAt, film, ...row }: Row) => ({
  ...row,
  sound: startMs === null || lengthMs === null ? null : { startMs, lengthMs },
  submitted:
    requestId === null || model === null || callId === null || submittedAt === null
      ? null
      : { requestId, model, keyId, callId, at: submittedAt },
  film: film === null ? null : (JSON.parse(film) as KeptFilm),
});

/** The pieces of a job in order; none before they are planned. */
export const readRequests = async (db: D1Database, jobId: string): Promise<VendorRequest[]> => {
  const { results } = await db
    .prepare(
      `SELECT piece, provider, start_ms AS startMs, length_ms AS lengthMs, request_id AS requestId, model,
          key_id AS keyId, call_id AS callId, submitted_at AS submittedAt, failures, film
        FROM vendor_requests WHERE job_id = ?1 ORDER BY piece`,
    )
    .bind(jobId)
    .all<Row>();
  return results.map(toRequest);
};

/** Writes down what a job consists of, once: a later run with another plan changes nothing. Returns what stands. */
export const planRequests = async (
  db: D1Database,
  { jobId, provider }: { jobId: string; provider: string },
  parts: readonly (SoundPart | null)[],
): Promise<VendorRequest[]> => {
  const rows = parts.map((part, index) => ({ piece: index + 1, ...part }));
  await db.batch([
    db
      .prepare(
        `INSERT INTO vendor_requests (job_id, piece, provider, start_ms, length_ms)
          SELECT ?1, value->>'piece', ?2, value->>'startMs', value->>'lengthMs' FROM json_each(?3)
          WHERE NOT EXISTS (SELECT 1 FROM vendor_requests r WHERE r.job_id = ?1)`,
      )
      .bind(jobId, provider, JSON.stringify(rows)),
    db
      .prepare(
        `UPDATE jobs SET pieces_total = (SELECT iif(COUNT(*) > 1, COUNT(*), NULL) FROM vendor_requests r
          WHERE r.job_id = jobs.id) WHERE id = ?1`,
      )
      .bind(jobId),
  ]);
  return readRequests(db, jobId);
};

/**
 * Notes what the vendor calls a piece, before anything else is done with it: whoever runs the job, it is never handed over
 * again. Its lease is of no matter, since the vendor is at work whoever holds it.
 */
export const noteSubmitted = async (
  db: D1Database,
  { jobId, piece }: { jobId: string; piece: number },
  submitted: NonNullable<VendorRequest['submitted']>,
): Promise<void> => {
  const { requestId, model, keyId, callId, at } = submitted;
  await db
    .prepare(
      `UPDATE vendor_requests SET request_id = ?3, model = ?4, key_id = ?5, call_id = ?6, submitted_at = ?7
        WHERE job_id = ?1 AND piece = ?2 AND request_id IS NULL`,
    )
    .bind(jobId, piece, requestId, model, keyId, callId, at)
    .run();
};

/** Counts a film that could not be fetched. Returns how often it was by now. */
export const noteFailure = async (db: D1Database, jobId: string, piece: number): Promise<number> =>
  (await db
    .prepare(
      'UPDATE vendor_requests SET failures = failures + 1 WHERE job_id = ?1 AND piece = ?2 RETURNING failures AS failures',
    )
    .bind(jobId, piece)
    .first<number>('failures')) ?? 0;

/**
 * Notes that a piece's film is kept, and the end of the call that made it, in one commit.
 * @returns false when the job is no longer this run's; only the call is noted then.
 */
export const noteFilm = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  kept: { piece: number; film: KeptFilm; callId: string; call: CallFacts; at: number },
): Promise<boolean> => {
  const [noted] = await db.batch([
    db
      .prepare(
        `UPDATE vendor_requests SET film = ?3 WHERE job_id = ?1 AND piece = ?2
          AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = ?1 AND j.lease_token = ?4)`,
      )
      .bind(job.id, kept.piece, JSON.stringify(kept.film), job.leaseToken),
    db
      .prepare(
        `UPDATE jobs SET pieces_done = (SELECT COUNT(*) FROM vendor_requests r WHERE r.job_id = ?1 AND r.film IS NOT NULL)
          WHERE id = ?1 AND lease_token = ?2 AND pieces_total IS NOT NULL`,
      )
      .bind(job.id, job.leaseToken),
    noteDelivered(db, { callId: kept.callId, at: kept.at, facts: kept.call }),
  ]);
  return noted?.meta.changes === 1;
};

/** The open job that waits for a request of a vendor's; undefined when there is none. */
export const findWaitingJob = async (
  db: D1Database,
  { provider, requestId }: { provider: string; requestId: string },
): Promise<{ id: string; priority: number } | undefined> =>
  (await db
    .prepare(
      `SELECT j.id, j.priority FROM vendor_requests r JOIN jobs j ON j.id = r.job_id
        WHERE r.provider = ?1 AND r.request_id = ?2 AND r.film IS NULL AND j.completed_at IS NULL`,
    )
    .bind(provider, requestId)
    .first<{ id: string; priority: number }>()) ?? undefined;
