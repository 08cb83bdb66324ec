import type { CallFacts } from '../providers/call-facts.ts';
import type { WordTime } from '../providers/provider.ts';

/** One call of a vendor, and what is around it. Offsets are UTF-16 ones of the track's text; `track` counts from 1. */
export type PiecePlan = {
  ordinal: number;
  track: number;
  startAt: number;
  endAt: number;
  pauseBeforeMs: number;
  pauseAfterMs: number;
};

/** A piece, with the facts of its sound (JSON) and its words once it is spoken. */
export type Piece = PiecePlan & { facts: string | null; words: WordTime[] | null };

type PieceRow = PiecePlan & { facts: string | null; words: string | null };

/** The pieces of a job in order; none before they are planned. */
export const readPieces = async (db: D1Database, jobId: string): Promise<Piece[]> => {
  const { results } = await db
    .prepare(
      `SELECT ordinal, track, start_at AS startAt, end_at AS endAt, pause_before_ms AS pauseBeforeMs,
          pause_after_ms AS pauseAfterMs, facts, words FROM job_pieces WHERE job_id = ?1 ORDER BY ordinal`,
    )
    .bind(jobId)
    .all<PieceRow>();
  return results.map((row) => ({ ...row, words: row.words === null ? null : (JSON.parse(row.words) as WordTime[]) }));
};

/** Writes down how a job is cut, once: a later run with another plan changes nothing. Returns what stands. */
export const planPieces = async (db: D1Database, jobId: string, plan: readonly PiecePlan[]): Promise<Piece[]> => {
  await db.batch([
    db
      .prepare(
        `INSERT INTO job_pieces (job_id, ordinal, track, start_at, end_at, pause_before_ms, pause_after_ms)
          SELECT ?1, value->>'ordinal', value->>'track', value->>'startAt', value->>'endAt', value->>'pauseBeforeMs',
            value->>'pauseAfterMs' FROM json_each(?2)
          WHERE NOT EXISTS (SELECT 1 FROM job_pieces p WHERE p.job_id = ?1)`,
      )
      .bind(jobId, JSON.stringify(plan)),
    db
      .prepare(
        `UPDATE jobs SET pieces_total = (SELECT NULLIF(COUNT(*), 0) FROM job_pieces p WHERE p.job_id = jobs.id)
          WHERE id = ?1`,
      )
      .bind(jobId),
  ]);
  return readPieces(db, jobId);
};

/**
 * Notes that a call has delivered, with what is known of it besides its sound. A statement to be run or batched. Where
 * the vendor tells no units, what was sent of a script is counted in characters: the house's books price it by them.
 */
export const noteDelivered = (
  db: D1Database,
  { callId, at, facts }: { callId: string | null; at: number; facts: CallFacts },
): D1PreparedStatement =>
  db
    .prepare(
      `UPDATE provider_calls SET outcome = 'ok', finished_at = ?2, key_id = COALESCE(key_id, ?3), first_byte_ms = ?4,
          sent_units = COALESCE(?5, (SELECT p.end_at - p.start_at FROM job_pieces p
            WHERE p.job_id = provider_calls.job_id AND p.ordinal = provider_calls.piece)), billed_units = ?6, cost_microdollars = ?7 WHERE id = ?1`,
    )
    .bind(
      callId,
      at,
      facts.keyId,
      facts.firstByteMs,
      facts.bill?.expectedUnits ?? null,
      facts.bill?.billedUnits ?? null,
      facts.costMicrodollars,
    );

/**
 * Notes that a piece is spoken and kept, and the end of the call that made it, in one commit.
 * @returns false when the job is no longer this run's; only the call is noted then.
 */
export const completePiece = async (
  db: D1Database,
  job: { id: string; leaseToken: string },
  piece: {
    ordinal: number;
    facts: string;
    words: readonly WordTime[];
    callId: string | null;
    call: CallFacts;
    at: number;
  },
): Promise<boolean> => {
  const { ordinal, facts, words, callId, call, at } = piece;
  const [noted] = await db.batch([
    db
      .prepare(
        `UPDATE job_pieces SET facts = ?3, words = ?4 WHERE job_id = ?1 AND ordinal = ?2
          AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = ?1 AND j.lease_token = ?5)`,
      )
      .bind(job.id, ordinal, facts, JSON.stringify(words), job.leaseToken),
    db
      .prepare(
        `UPDATE jobs SET pieces_done = (SELECT COUNT(*) FROM job_pieces p WHERE p.job_id = ?1 AND p.facts IS NOT NULL)
          WHERE id = ?1 AND lease_token = ?2`,
      )
      .bind(job.id, job.leaseToken),
    noteDelivered(db, { callId, at, facts: call }),
  ]);
  return noted?.meta.changes === 1;
};
