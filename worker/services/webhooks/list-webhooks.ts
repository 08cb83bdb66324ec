import type { Context } from '../../context.ts';
import type { WebhookList } from '../../contract/webhooks.ts';
import { toWebhook, WEBHOOK_VIEW, type WebhookRow } from './webhook-view.ts';

/** An account's endpoints, newest first, and what signs for the callback URLs of its jobs. */
export const listWebhooks = async (ctx: Context, userId: string): Promise<WebhookList> => {
  const { results } = await ctx.db
    .prepare(`${WEBHOOK_VIEW} ORDER BY e.created_at DESC, e.id DESC`)
    .bind(userId, ctx.clock.now())
    .all<WebhookRow>();
  const callbacks = results.find((row) => row.url === null);
  return {
    items: results.filter((row) => row.url !== null).map(toWebhook),
    callbackSecret: callbacks ? { createdAt: callbacks.secretCreatedAt, previousUntil: callbacks.previousUntil } : null,
  };
};
