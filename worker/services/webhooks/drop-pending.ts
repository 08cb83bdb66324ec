import type { Context } from '../../context.ts';

/** The statement that drops what waits for an endpoint, if that is switched off by then. */
export const dropPending = (
  ctx: Context,
  { endpointId, userId }: { endpointId: string; userId: string },
): D1PreparedStatement =>
  ctx.db
    .prepare(
      `UPDATE webhook_deliveries SET status = 'dropped', finished_at = ?3
        WHERE endpoint_id = ?1 AND user_id = ?2 AND status = 'pending'
          AND EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.id = ?1 AND e.is_enabled = 0)`,
    )
    .bind(endpointId, userId, ctx.clock.now());
