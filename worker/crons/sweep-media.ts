import type { Context } from '../context.ts';
import type { RemovalReason } from '../contract/deletions.ts';

const WALK = 'loose_files';
/** Pages of a thousand objects that one run looks at; the next day's goes on from there, and begins anew at the end. */
const RUN_MAX_PAGES = 200;
/** A consumer may still be at work on a job that has ended; what it leaves is looked at when it is surely done. */
const SETTLED_AFTER_MS = 86_400_000;

const JOB_OF_KEY = /^user_[^/]+\/job_([^/]+)\//;

const jobOf = (key: string): string[] => {
  const jobId = JOB_OF_KEY.exec(key)?.[1];
  return jobId === undefined ? [] : [jobId];
};

/** Queues the removal of objects whose jobs have long ended and have nothing live. */
const queueLoose = async (ctx: Context, keys: readonly string[]): Promise<number> => {
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare(
      `INSERT INTO deletion_queue (job_id, user_id, why, next_try_at, created_at)
        SELECT j.id, j.user_id, ?2, ?3, ?3 FROM jobs j
        WHERE j.id IN (SELECT value FROM json_each(?1)) AND j.completed_at < ?4
          AND NOT EXISTS (SELECT 1 FROM assets a WHERE a.job_id = j.id AND a.is_deleted = 0)
        ON CONFLICT (job_id) DO NOTHING`,
    )
    .bind(
      JSON.stringify([...new Set(keys.flatMap(jobOf))]),
      'orphan' satisfies RemovalReason,
      now,
      now - SETTLED_AFTER_MS,
    )
    .run();
  return meta.changes;
};

const moveWalk = (ctx: Context, afterKey: string) =>
  ctx.db
    .prepare(
      `INSERT INTO bucket_walks (name, after_key, updated_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (name) DO UPDATE SET after_key = excluded.after_key, updated_at = excluded.updated_at`,
    )
    .bind(WALK, afterKey, ctx.clock.now())
    .run();

/**
 * Daily: walks through the bucket, as far as one run goes, and finds what no row shows: what a run left that died
 * between its file and its record. An object of a job that the database does not know is left alone: that is a matter
 * for an operator, after a restored backup for instance.
 */
export const sweepMedia = async (ctx: Context): Promise<void> => {
  let queued = 0;
  let startAfter =
    (await ctx.db
      .prepare('SELECT after_key FROM bucket_walks WHERE name = ?1')
      .bind(WALK)
      .first<string>('after_key')) ?? '';
  for (let page = 0; page < RUN_MAX_PAGES; page += 1) {
    const { objects, truncated } = await ctx.bucket.list({ prefix: 'user_', ...(startAfter ? { startAfter } : {}) });
    queued += await queueLoose(
      ctx,
      objects.map(({ key }) => key),
    );
    startAfter = truncated ? (objects.at(-1)?.key ?? '') : '';
    await moveWalk(ctx, startAfter);
    if (!truncated) break;
  }
  ctx.log.event('media_swept', { queued });
};
