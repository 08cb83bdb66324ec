import type { Context } from '../../context.ts';
import { open } from '../vault/seal.ts';

/** The secrets that sign for an endpoint now, the newest first. @throws VaultError when one does not open. */
export const readSecrets = async (
  ctx: Context,
  { endpointId, userId }: { endpointId: string; userId: string },
): Promise<string[]> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT sealed_secret AS sealed FROM webhook_secrets
        WHERE endpoint_id = ?1 AND user_id = ?2 AND (expires_at IS NULL OR expires_at > ?3) ORDER BY created_at DESC, id DESC`,
    )
    .bind(endpointId, userId, ctx.clock.now())
    .all<{ sealed: string }>();
  return Promise.all(
    results.map(({ sealed }) => open(ctx.config.vault, sealed, ['webhook-secret', userId, endpointId])),
  );
};
