import type { Context } from '../../context.ts';
import type { Webhook } from '../../contract/webhooks.ts';
import { AppError } from '../../errors.ts';
import { toWebhook, WEBHOOK_VIEW, type WebhookRow } from './webhook-view.ts';

/** One of an account's endpoints. @throws AppError not_found, also for somebody else's. */
export const findWebhook = async (
  ctx: Context,
  { userId, endpointId }: { userId: string; endpointId: string },
): Promise<Webhook> => {
  const row = await ctx.db
    .prepare(`${WEBHOOK_VIEW} AND e.id = ?3 AND e.url IS NOT NULL`)
    .bind(userId, ctx.clock.now(), endpointId)
    .first<WebhookRow>();
  if (!row) throw new AppError('not_found', 'There is no such webhook.');
  return toWebhook(row);
};
