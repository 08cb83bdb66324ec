import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { dropPending } from './drop-pending.ts';

/**
 * Removes an endpoint and its secrets. What was sent to it stays in the list until its time is over.
 * @throws AppError not_found, also for somebody else's.
 */
export const deleteWebhook = async (
  ctx: Context,
  { userId, endpointId }: { userId: string; endpointId: string },
): Promise<void> => {
  const [deleted] = await ctx.db.batch([
    ctx.db
      .prepare(
        `UPDATE webhook_endpoints SET deleted_at = ?3, is_enabled = 0
          WHERE id = ?1 AND user_id = ?2 AND url IS NOT NULL AND deleted_at IS NULL`,
      )
      .bind(endpointId, userId, ctx.clock.now()),
    ctx.db
      .prepare(
        `DELETE FROM webhook_secrets WHERE endpoint_id = ?1
          AND EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = ?1 AND e.user_id = ?2 AND e.deleted_at IS NOT NULL)`,
      )
      .bind(endpointId, userId),
    dropPending(ctx, { endpointId, userId }),
  ]);
  if (deleted?.meta.changes !== 1) throw new AppError('not_found', 'There is no such webhook.');
};
