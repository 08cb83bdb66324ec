import type { Context } from '../../context.ts';
import { IS_EMPTY } from '../../db/conversations.ts';
import { isNamedByOpenJob } from '../../db/open-jobs.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { captionsKeyOf } from './captions-file.ts';
import { scriptKeyOf } from './keep-script.ts';
import { countObjects, removeObjects } from './remove-objects.ts';
import { mediaPrefixOf } from './store-media.ts';

/** Jobs of one run, and of them at a time. A job takes five calls, and an invocation may make a thousand. */
const RUN_MAX_JOBS = 150;
const PARALLEL_JOBS = 5;
const FIRST_WAIT_MS = 60_000;
const WAIT_MAX_MS = 6 * 3_600_000;
/** Tries in vain, over about half a day, after which the operators are told. It is never given up. */
const ALERT_AFTER_ATTEMPTS = 10;
const ERROR_MAX_CHARS = 200;

type Claimed = {
  jobId: string;
  userId: string;
  attempts: number;
  /** Tells a claim from a later one, and from an entry that was made due anew. */
  nextTryAt: number;
  files: number | null;
  liveKeys: string;
};

/** What another job of the owner works from stays until that one has ended. */
const IS_IN_USE = `EXISTS (SELECT 1 FROM assets u WHERE u.job_id = q.job_id
  AND ${isNamedByOpenJob({ userId: 'q.user_id', id: 'u.id', now: '?1' })})`;

/** Each entry counts as tried when it is taken, so that one which kills its run is not tried at once again. */
const claimDue = async (ctx: Context, jobId: string | undefined): Promise<Claimed[]> => {
  const { results } = await ctx.db
    .prepare(
      `UPDATE deletion_queue SET attempts = attempts + 1, next_try_at = ?1 + MIN(?2 << MIN(attempts, 20), ?3)
        WHERE job_id IN (SELECT q.job_id FROM deletion_queue q WHERE q.next_try_at <= ?1
          AND (?4 IS NULL OR q.job_id = ?4) AND NOT ${IS_IN_USE} ORDER BY q.next_try_at LIMIT ?5)
        RETURNING job_id AS jobId, user_id AS userId, attempts, next_try_at AS nextTryAt, files,
          (SELECT json_group_array(a.r2_key) FROM assets a WHERE a.job_id = deletion_queue.job_id AND a.is_deleted = 0)
            AS liveKeys`,
    )
    .bind(ctx.clock.now(), FIRST_WAIT_MS, WAIT_MAX_MS, jobId ?? null, RUN_MAX_JOBS)
    .all<Claimed>();
  return results;
};

/**
 * The line in the ledger, the end of the entry and of the line in the history, with the words of a conversation, in one
 * commit.
 */
const finish = async (ctx: Context, { jobId, userId, nextTryAt }: Claimed): Promise<void> => {
  const isMine = 'FROM deletion_queue q WHERE q.job_id = ?1 AND q.next_try_at = ?2';
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO deletion_ledger (id, job_id, user_id, why, attempts, files, size_bytes, marked_at, removed_at)
          SELECT ?3, q.job_id, q.user_id, q.why, q.attempts, q.files, q.size_bytes, q.created_at, ?4 ${isMine}
            AND (q.files > 0 OR EXISTS (SELECT 1 FROM generations g WHERE g.job_id = ?1 AND g.removing_since IS NOT NULL))`,
      )
      .bind(jobId, nextTryAt, ctx.ids.next(), ctx.clock.now()),
    ctx.db
      .prepare(
        `DELETE FROM chat_messages WHERE EXISTS (SELECT 1 ${isMine}) AND conversation_id IN (
          SELECT g.conversation_id FROM generations g WHERE g.job_id = ?1 AND g.removing_since IS NOT NULL)`,
      )
      .bind(jobId, nextTryAt),
    ctx.db
      .prepare(
        `DELETE FROM generations WHERE job_id = ?1 AND removing_since IS NOT NULL AND EXISTS (SELECT 1 ${isMine})`,
      )
      .bind(jobId, nextTryAt),
    ctx.db.prepare(`DELETE FROM conversations WHERE user_id = ?1 AND ${IS_EMPTY}`).bind(userId),
    ctx.db.prepare(`DELETE FROM job_pieces WHERE job_id = ?1 AND EXISTS (SELECT 1 ${isMine})`).bind(jobId, nextTryAt),
    ctx.db.prepare('DELETE FROM deletion_queue WHERE job_id = ?1 AND next_try_at = ?2').bind(jobId, nextTryAt),
  ]);
};

const remove = async (ctx: Context, claimed: Claimed): Promise<void> => {
  const { jobId, userId, files } = claimed;
  const live = JSON.parse(claimed.liveKeys) as string[];
  const job = { userId, id: jobId };
  // As long as a file is shown, so are its captions and the script.
  const kept = new Set(live.length > 0 ? [...live, ...live.map(captionsKeyOf), scriptKeyOf(job)] : []);
  const prefix = mediaPrefixOf(job);
  // Counted before the first one goes: a run that dies half-way must not make the ledger's figure smaller.
  if (files === null) {
    const count = await countObjects(ctx, prefix, kept);
    await ctx.db
      .prepare('UPDATE deletion_queue SET files = ?2, size_bytes = ?3 WHERE job_id = ?1')
      .bind(jobId, count.files, count.sizeBytes)
      .run();
  }
  if (!(await removeObjects(ctx, prefix, kept))) throw new Error('more objects than one run removes');
  await finish(ctx, claimed);
};

const tryToRemove = async (ctx: Context, claimed: Claimed): Promise<void> => {
  const { jobId, attempts } = claimed;
  try {
    await remove(ctx, claimed);
  } catch (error) {
    ctx.log.error('media_not_removed', error, { jobId, attempts });
    const words = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_MAX_CHARS);
    await ctx.db.prepare('UPDATE deletion_queue SET last_error = ?2 WHERE job_id = ?1').bind(jobId, words).run();
    if (attempts === ALERT_AFTER_ATTEMPTS) await raiseAlert(ctx, { kind: 'media_not_removed', detail: { jobId } });
  }
};

/**
 * Removes from the bucket what is queued and due: everything under a job's prefix that no live row shows. One that
 * fails waits longer each time, is never forgotten, and holds up no other. Each step may be repeated after a crash.
 * @param jobId only this job's entry, if it is due
 */
export const runRemovals = async (ctx: Context, jobId?: string): Promise<void> => {
  const due = await claimDue(ctx, jobId);
  for (let from = 0; from < due.length; from += PARALLEL_JOBS) {
    await Promise.all(due.slice(from, from + PARALLEL_JOBS).map((claimed) => tryToRemove(ctx, claimed)));
  }
};
