import { createApp } from './app.ts';
import { consumeDeadLetters } from './consumers/dead-letters.ts';
import { consumeJobs } from './consumers/jobs.ts';
import { consumeWebhooks } from './consumers/webhooks.ts';
import { type Context, createContext } from './context.ts';
import { closeDays } from './crons/close-days.ts';
import { deleteAccounts } from './crons/delete-accounts.ts';
import { expireConversations } from './crons/expire-conversations.ts';
import { expireCredits } from './crons/expire-credits.ts';
import { expireMedia } from './crons/expire-media.ts';
import { forgetCodes } from './crons/forget-codes.ts';
import { grantMonthly } from './crons/grant-monthly.ts';
import { reconcile } from './crons/reconcile.ts';
import { reconcilePayments } from './crons/reconcile-payments.ts';
import { reconcileSubscriptions } from './crons/reconcile-subscriptions.ts';
import { resealVault } from './crons/reseal-vault.ts';
import { sweepJobs } from './crons/sweep-jobs.ts';
import { sweepMedia } from './crons/sweep-media.ts';
import { sweepUploads } from './crons/sweep-uploads.ts';
import { syncAllVoices } from './crons/sync-all-voices.ts';
import { runRemovals } from './services/assets/run-removals.ts';
import { sendDueMails } from './services/mail/send-due-mails.ts';
import { forgetDeliveries } from './services/webhooks/forget-deliveries.ts';
import { sendDueWebhooks } from './services/webhooks/send-due-webhooks.ts';

export { AccountDO } from '../durable-objects/account.ts';
export { AdminHub } from '../durable-objects/admin-hub.ts';
export { GuestGate } from '../durable-objects/guest-gate.ts';
export { LedgerWriter } from '../durable-objects/ledger-writer.ts';

const app = createApp();
const DAILY = '0 3 * * *';

/** Who reads which queue, by the names in wrangler.toml. */
const CONSUMERS: Record<string, (ctx: Context, batch: MessageBatch) => Promise<void>> = {
  'jobs-priority': consumeJobs,
  'jobs-default': consumeJobs,
  'jobs-dead': consumeDeadLetters,
  webhooks: (ctx, batch) => consumeWebhooks(ctx, batch, { onlyHealthy: true }),
  'webhooks-again': (ctx, batch) => consumeWebhooks(ctx, batch, { onlyHealthy: false }),
  'webhooks-dead': consumeDeadLetters,
};

export default {
  fetch: app.fetch,
  async queue(batch, env, execution) {
    const ctx = createContext(env, (work) => execution.waitUntil(work));
    const consume = CONSUMERS[batch.queue];
    if (!consume) throw new Error(`nobody consumes the queue ${batch.queue}`);
    await consume(ctx, batch);
  },
  async scheduled(controller, env, execution) {
    const ctx = createContext(env, (work) => execution.waitUntil(work));
    if (controller.cron !== DAILY) {
      const money = [grantMonthly(ctx), expireCredits(ctx), reconcilePayments(ctx), reconcileSubscriptions(ctx)];
      const work = [sweepJobs(ctx), sendDueMails(ctx), sendDueWebhooks(ctx), runRemovals(ctx), sweepUploads(ctx)];
      await Promise.all([...money, ...work]);
      return;
    }
    await forgetCodes(ctx);
    await forgetDeliveries(ctx);
    await resealVault(ctx);
    await deleteAccounts(ctx);
    await expireMedia(ctx);
    await expireConversations(ctx);
    await sweepMedia(ctx);
    await reconcile(ctx);
    await closeDays(ctx);
    await syncAllVoices(ctx);
  },
} satisfies ExportedHandler<Env>;
