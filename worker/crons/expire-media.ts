import type { Context } from '../context.ts';
import { removeMedia } from '../services/assets/remove-media.ts';
import { ASSET_RETENTION_MS } from '../services/assets/store-media.ts';
import { tellOwner } from '../services/jobs/tell-owner.ts';

/** Files that one statement looks at, and statements of one run; the next day takes the rest. */
const CHUNK_FILES = 1_000;
const CHUNKS_MAX = 200;
/** Owners of one run who hear of it at once; the others see it when they look. */
const TOLD_MAX_USERS = 300;

const tellOwners = async (ctx: Context, queued: { jobId: string; userId: string }[], told: Set<string>) => {
  const jobsOf = Map.groupBy(queued, ({ userId }) => userId);
  for (const [userId, jobs] of jobsOf) {
    if (told.size >= TOLD_MAX_USERS) return;
    told.add(userId);
    const jobIds = jobs.map(({ jobId }) => jobId);
    await tellOwner(ctx, userId, {
      type: 'history_evicted',
      at: ctx.clock.now(),
      jobIds,
      reason: 'retention',
      undoUntil: null,
    });
  }
};

/**
 * Daily: hides the files whose time is over, and what has none but is as old, and queues their removal. A job's files go together, with the first whose
 * time comes. After days without a run it simply finds more.
 */
export const expireMedia = async (ctx: Context): Promise<void> => {
  const told = new Set<string>();
  let jobs = 0;
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const { results } = await ctx.db
      .prepare(
        `SELECT * FROM (SELECT a.job_id AS jobId FROM assets a JOIN jobs j ON j.id = a.job_id
            WHERE a.is_deleted = 0 AND a.expires_at <= ?1 AND j.completed_at IS NOT NULL ORDER BY a.expires_at LIMIT ?2)
          UNION ALL SELECT * FROM (SELECT g.job_id FROM generations g
            WHERE g.removing_since IS NULL AND g.created_at <= ?1 - ${ASSET_RETENTION_MS} ORDER BY g.created_at LIMIT ?2)`,
      )
      .bind(ctx.clock.now(), CHUNK_FILES)
      .all<{ jobId: string }>();
    const queued = await removeMedia(ctx, {
      jobIds: [...new Set(results.map(({ jobId }) => jobId))],
      why: 'retention',
    });
    jobs += queued.length;
    await tellOwners(ctx, queued, told);
    if (results.length < CHUNK_FILES) break;
  }
  ctx.log.event('media_expired', { jobs });
};
