import type { Context } from '../../context.ts';
import { WEBHOOK_ROTATION_MS } from '../../contract/limits.ts';
import type { WebhookSecret } from '../../contract/webhooks.ts';
import { AppError } from '../../errors.ts';
import { insertSecret } from './insert-secret.ts';
import { createSecret } from './signing.ts';

/**
 * Gives an endpoint a new secret, which is returned once. The one before signs beside it for WEBHOOK_ROTATION_MS; one
 * that was still signing from an earlier rotation stops, so that there are never more than two.
 * @throws AppError not_found, also for somebody else's.
 */
export const rotateSecret = async (
  ctx: Context,
  { endpointId, userId }: { endpointId: string; userId: string },
): Promise<WebhookSecret> => {
  const secret = createSecret();
  const previousUntil = ctx.clock.now() + WEBHOOK_ROTATION_MS;
  const results = await ctx.db.batch([
    ctx.db
      .prepare('DELETE FROM webhook_secrets WHERE endpoint_id = ?1 AND user_id = ?2 AND expires_at IS NOT NULL')
      .bind(endpointId, userId),
    ctx.db
      .prepare('UPDATE webhook_secrets SET expires_at = ?3 WHERE endpoint_id = ?1 AND user_id = ?2')
      .bind(endpointId, userId, previousUntil),
    await insertSecret(ctx, { endpointId, userId, secret }),
  ]);
  if (results.at(-1)?.meta.changes !== 1) throw new AppError('not_found', 'There is no such webhook.');
  return { secret, previousUntil };
};
