import type { RemovalReason } from '../contract/deletions.ts';
import { HISTORY_MAX_ITEMS, HISTORY_UNDO_MS } from '../contract/limits.ts';

/** A wish to undo that was sent at the last moment still arrives before the files begin to go. */
const UNDO_ON_ITS_WAY_MS = 5_000;
/** From the moment something leaves the history until the bucket may let go of it. */
export const REMOVAL_WAIT_MS = HISTORY_UNDO_MS + UNDO_ON_ITS_WAY_MS;

/** Reasons of which a person may think better; everything else goes for good at once. */
const RESTORABLE = ['over_limit', 'by_owner'] as const satisfies RemovalReason[];
export const isRestorable = (why: RemovalReason): boolean => (RESTORABLE as readonly RemovalReason[]).includes(why);

/**
 * SQL of a condition on `deletion_queue q`: nothing of it has been touched yet. An entry counts its try when it is
 * taken, so whoever asks this in the statement that ends the entry is either before the first try or too late.
 */
export const IS_UNTOUCHED = `q.attempts = 0 AND q.why IN (${RESTORABLE.map((why) => `'${why}'`).join(', ')})`;

/**
 * SQL: what a line of `generations g LEFT JOIN conversations c` was asked for by; of a conversation its name, of a film what
 * is said in it, where that is known.
 */
export const WORDS = `COALESCE(c.title,
  (SELECT COALESCE(
      (SELECT a.title FROM assets a WHERE a.job_id = COALESCE(j.cached_from, j.id) AND a.kind = 'final' LIMIT 1),
      j.params->>'text', j.params->>'prompt')
    FROM jobs j WHERE j.id = g.job_id))`;

/** A generation that has just left its owner's history. */
export type Evicted = { jobId: string; userId: string };

/** ?1: the users' ids as JSON; ?2: now. Whatever is beyond the newest HISTORY_MAX_ITEMS of each is queued to go. */
const QUEUE_SURPLUS = `
  INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at)
  SELECT job_id, user_id, 'over_limit', ?2 + ${REMOVAL_WAIT_MS}, ?2 FROM (
    SELECT g.job_id, g.user_id,
      ROW_NUMBER() OVER (PARTITION BY g.user_id ORDER BY g.created_at DESC, g.id DESC) AS place
    FROM generations g WHERE g.removing_since IS NULL AND g.user_id IN (SELECT value FROM json_each(?1)))
  WHERE place > ${HISTORY_MAX_ITEMS}
  ON CONFLICT (job_id) DO NOTHING RETURNING job_id AS jobId, user_id AS userId`;

const HIDE_LINES = `
  UPDATE generations SET removing_since = ?2 WHERE removing_since IS NULL AND user_id IN (SELECT value FROM json_each(?1))
    AND EXISTS (SELECT 1 FROM deletion_queue q WHERE q.job_id = generations.job_id)`;

const HIDE_FILES = `
  UPDATE assets SET is_deleted = 1 WHERE is_deleted = 0 AND job_id IN (SELECT g.job_id FROM generations g
    WHERE g.user_id IN (SELECT value FROM json_each(?1)) AND g.removing_since IS NOT NULL)`;

/**
 * Statements that bring the histories of these users back to HISTORY_MAX_ITEMS, the oldest first (HIST-04). They go into
 * the batch that adds to them, so that no history is ever too long, whoever else adds to it at the same time. The first
 * one gives what has left, as `Evicted` rows.
 */
export const evictionStatements = (
  db: D1Database,
  { userIds, now }: { userIds: readonly string[]; now: number },
): D1PreparedStatement[] => {
  const users = JSON.stringify(userIds);
  return [
    db.prepare(QUEUE_SURPLUS).bind(users, now),
    db.prepare(HIDE_LINES).bind(users, now),
    db.prepare(HIDE_FILES).bind(users),
  ];
};
