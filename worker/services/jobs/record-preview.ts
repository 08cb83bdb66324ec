import type { Context } from '../../context.ts';
import { INSERT_PREVIEW_DELIVERIES, type WrittenDelivery } from '../../db/webhook-outbox.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import { INSERT_ASSETS } from '../../ledger/post.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { tellReceivers } from '../webhooks/tell-receivers.ts';

/**
 * `running → preview_ready` together with the rows of what is shown first, by the lease's holder. Asked twice, the second changes
 * nothing; a job that has gone on or ended is never moved back.
 * @returns false when the job is no longer this run's.
 */
export const recordPreview = async (
  ctx: Context,
  job: { id: string; leaseToken: string },
  assets: readonly AssetInsert[],
): Promise<boolean> => {
  const now = ctx.clock.now();
  const [moved, , outbox] = await ctx.db.batch<WrittenDelivery>([
    ctx.db
      .prepare(
        `UPDATE jobs SET status = 'preview_ready', preview_ready_at = ?3, lease_expires_at = ?4,
            progress_permille = MAX(progress_permille, 500)
          WHERE id = ?1 AND lease_token = ?2 AND status = 'running'`,
      )
      .bind(job.id, job.leaseToken, now, now + JOB_LEASE_MS),
    ctx.db
      .prepare(
        `${INSERT_ASSETS} WHERE EXISTS (SELECT 1 FROM jobs j
            WHERE j.id = ?2 AND j.lease_token = ?3 AND j.status = 'preview_ready')
          AND NOT EXISTS (SELECT 1 FROM assets a WHERE a.job_id = ?2 AND a.kind IN ('preview', 'poster'))`,
      )
      .bind(JSON.stringify(assets), job.id, job.leaseToken),
    ctx.db.prepare(INSERT_PREVIEW_DELIVERIES).bind(job.id, job.leaseToken, now),
  ]);
  ctx.defer(tellReceivers(ctx, outbox?.results ?? []));
  return moved?.meta.changes === 1;
};
