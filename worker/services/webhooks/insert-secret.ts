import type { Context } from '../../context.ts';
import { seal } from '../vault/seal.ts';

/**
 * The statement that keeps a new secret of an endpoint, for the batch that makes the endpoint or takes the place of the
 * secret before. It finds nothing to do where there is no such endpoint, or where a secret holds already.
 */
export const insertSecret = async (
  ctx: Context,
  { endpointId, userId, secret }: { endpointId: string; userId: string; secret: string },
): Promise<D1PreparedStatement> =>
  ctx.db
    .prepare(
      `INSERT INTO webhook_secrets (id, user_id, endpoint_id, sealed_secret, created_at)
        SELECT ?1, e.user_id, e.id, ?4, ?5 FROM webhook_endpoints e
        WHERE e.id = ?2 AND e.user_id = ?3 AND e.deleted_at IS NULL ON CONFLICT DO NOTHING`,
    )
    .bind(
      ctx.ids.next(),
      endpointId,
      userId,
      await seal(ctx.config.vault, secret, ['webhook-secret', userId, endpointId]),
      ctx.clock.now(),
    );
