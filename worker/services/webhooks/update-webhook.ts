import type { Context } from '../../context.ts';
import type { UpdateWebhook, Webhook } from '../../contract/webhooks.ts';
import { dropPending } from './drop-pending.ts';
import { findWebhook } from './find-webhook.ts';
import { requireSafeUrl } from './guard-url.ts';

/**
 * Changes an endpoint. Switched off, it also drops what still waits to be sent; those can be replayed. Switched on, or
 * moved to another address, it begins without a past of failures.
 * @throws AppError of `requireSafeUrl`; not_found, also for somebody else's.
 */
export const updateWebhook = async (
  ctx: Context,
  input: UpdateWebhook & { userId: string; endpointId: string },
): Promise<Webhook> => {
  const { userId, endpointId, url, events, description, isEnabled } = input;
  await findWebhook(ctx, { userId, endpointId });
  if (url !== undefined) await requireSafeUrl(ctx, url, '/url');
  await ctx.db.batch([
    ctx.db
      .prepare(
        `UPDATE webhook_endpoints SET url = COALESCE(?3, url), events = COALESCE(?4, events),
            description = COALESCE(?5, description), is_enabled = COALESCE(?6, is_enabled),
            disabled_reason = iif(?6 IS NULL, disabled_reason, NULL),
            failing_since = iif(?6 = 1 OR ?3 <> url, NULL, failing_since)
          WHERE id = ?1 AND user_id = ?2 AND url IS NOT NULL AND deleted_at IS NULL`,
      )
      .bind(
        endpointId,
        userId,
        url ?? null,
        events ? JSON.stringify(events) : null,
        description ?? null,
        isEnabled === undefined ? null : Number(isEnabled),
      ),
    ...(isEnabled === false ? [dropPending(ctx, { endpointId, userId })] : []),
  ]);
  return findWebhook(ctx, { userId, endpointId });
};
