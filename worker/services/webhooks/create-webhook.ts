import type { Context } from '../../context.ts';
import { WEBHOOKS_PER_ACCOUNT_MAX } from '../../contract/limits.ts';
import type { CreatedWebhook, CreateWebhook } from '../../contract/webhooks.ts';
import { AppError } from '../../errors.ts';
import { findWebhook } from './find-webhook.ts';
import { requireSafeUrl } from './guard-url.ts';
import { insertSecret } from './insert-secret.ts';
import { createSecret } from './signing.ts';

/**
 * Registers an endpoint. Its secret is returned once.
 * @throws AppError of `requireSafeUrl`; too_many_webhooks beyond WEBHOOKS_PER_ACCOUNT_MAX, counted in the same statement.
 */
export const createWebhook = async (
  ctx: Context,
  { userId, url, events, description }: CreateWebhook & { userId: string },
): Promise<CreatedWebhook> => {
  await requireSafeUrl(ctx, url, '/url');
  const endpointId = ctx.ids.next();
  const secret = createSecret();
  const [inserted] = await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO webhook_endpoints (id, user_id, url, description, events, is_enabled, created_at)
          SELECT ?1, ?2, ?3, ?4, ?5, 1, ?6 WHERE (SELECT COUNT(*) FROM webhook_endpoints
            WHERE user_id = ?2 AND url IS NOT NULL AND deleted_at IS NULL) < ?7`,
      )
      .bind(endpointId, userId, url, description, JSON.stringify(events), ctx.clock.now(), WEBHOOKS_PER_ACCOUNT_MAX),
    await insertSecret(ctx, { endpointId, userId, secret }),
  ]);
  if (inserted?.meta.changes !== 1) {
    const message = `An account has at most ${WEBHOOKS_PER_ACCOUNT_MAX} webhooks; delete one first.`;
    throw new AppError('too_many_webhooks', message);
  }
  return { webhook: await findWebhook(ctx, { userId, endpointId }), secret };
};
