import type { Context } from '../../context.ts';
import { WEBHOOK_FAILING_MAX_MS } from '../../contract/limits.ts';
import { hostOf } from '../../contract/webhook-url.ts';
import { TEST_EVENT } from '../../contract/webhooks.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { type Notice, noticeStatements } from '../notifications/notice-statements.ts';
import { tellNotice } from '../notifications/tell-notice.ts';
import type { CallOutcome } from './call-receiver.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { dropPending } from './drop-pending.ts';
import { isGone, type NextStep } from './plan-next.ts';

/** Operators hear of one endpoint no more often than this. */
const ALERT_EVERY_MS = 86_400_000;

export type MadeAttempt = {
  headers: Record<string, string>;
  body: string;
  startedAt: number;
  outcome: CallOutcome;
  next: NextStep;
};

/** What an attempt was and what comes of it. A delivery that was dropped or taken over meanwhile stays as it is. */
const noteAttempt = (ctx: Context, delivery: ClaimedDelivery, attempt: MadeAttempt): D1PreparedStatement[] => {
  const { headers, body, startedAt, outcome, next } = attempt;
  const now = ctx.clock.now();
  const isOpen = next.status === 'pending';
  return [
    ctx.db
      .prepare(
        `INSERT INTO webhook_attempts (id, user_id, delivery_id, number, url, request_headers, started_at, duration_ms,
            response_status, response_text, error_code)
          SELECT ?1, d.user_id, d.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM webhook_deliveries d WHERE d.id = ?2`,
      )
      .bind(
        ctx.ids.next(),
        delivery.id,
        delivery.attempts,
        delivery.url,
        JSON.stringify(headers),
        startedAt,
        now - startedAt,
        outcome.responseStatus,
        outcome.responseText,
        outcome.error,
      ),
    ctx.db
      .prepare(
        `UPDATE webhook_deliveries SET body = ?3, lease_until = 0, dispatched_at = 0,
            status = iif(status = 'pending', ?4, status), next_try_at = ?5,
            finished_at = iif(status = 'pending', ?6, finished_at)
          WHERE id = ?1 AND attempts = ?2`,
      )
      .bind(delivery.id, delivery.attempts, body, next.status, isOpen ? now + next.waitMs : now, isOpen ? null : now),
  ];
};

/** What a failure does to its endpoint: it counts from when, and after days of it the endpoint is switched off. */
const noteFailure = (
  ctx: Context,
  { endpointId, userId }: ClaimedDelivery,
  notice: Notice,
  reason: 'gone' | 'failing',
): D1PreparedStatement[] => {
  const now = ctx.clock.now();
  const failingBefore = reason === 'gone' ? now : now - WEBHOOK_FAILING_MAX_MS;
  const isDue = 'url IS NOT NULL AND is_enabled = 1 AND failing_since <=';
  return [
    ctx.db
      .prepare('UPDATE webhook_endpoints SET failing_since = COALESCE(failing_since, ?2) WHERE id = ?1')
      .bind(endpointId, now),
    ...noticeStatements(ctx, notice, {
      sql: `EXISTS (SELECT 1 FROM webhook_endpoints WHERE id = ?6 AND ${isDue} ?7)`,
      values: [endpointId, failingBefore],
    }),
    ctx.db
      .prepare(`UPDATE webhook_endpoints SET is_enabled = 0, disabled_reason = ?3 WHERE id = ?1 AND ${isDue} ?2`)
      .bind(endpointId, failingBefore, reason),
    dropPending(ctx, { endpointId, userId }),
  ];
};

/** Tells the operators that a delivery was given up (HOOK-04): once a day for one endpoint, however many follow. */
const alertOperators = async (ctx: Context, { endpointId, userId, event }: ClaimedDelivery): Promise<void> => {
  const now = ctx.clock.now();
  const { meta } = await ctx.db
    .prepare('UPDATE webhook_endpoints SET alerted_at = ?2 WHERE id = ?1 AND COALESCE(alerted_at, 0) <= ?3')
    .bind(endpointId, now, now - ALERT_EVERY_MS)
    .run();
  if (meta.changes === 1) await raiseAlert(ctx, { kind: 'webhook_failed', detail: { endpointId, userId, event } });
};

/**
 * Writes an attempt down in one commit, with what it means for the delivery and for the endpoint: a success ends the
 * endpoint's time of failures, a 410 or days of failures switch it off and tell its owner. A test means nothing.
 */
export const recordAttempt = async (ctx: Context, delivery: ClaimedDelivery, attempt: MadeAttempt): Promise<void> => {
  const { outcome, next } = attempt;
  const noted = noteAttempt(ctx, delivery, attempt);
  if (outcome.error === null) {
    const recovered = ctx.db
      .prepare('UPDATE webhook_endpoints SET failing_since = NULL WHERE id = ?1 AND failing_since IS NOT NULL')
      .bind(delivery.endpointId);
    await ctx.db.batch([...noted, recovered]);
    return;
  }
  if (delivery.event === TEST_EVENT) {
    await ctx.db.batch(noted);
    return;
  }
  const host = hostOf(new URL(delivery.url));
  const notice: Notice = {
    id: ctx.ids.next(),
    userId: delivery.userId,
    kind: 'webhook_disabled',
    title: `The webhook to ${host} was switched off: it did not take what we sent.`,
    mail: { host },
  };
  const failure = noteFailure(ctx, delivery, notice, isGone(outcome) ? 'gone' : 'failing');
  const results = await ctx.db.batch([...noted, ...failure]);
  // The last but one switches the endpoint off.
  if (results.at(-2)?.meta.changes === 1) await tellNotice(ctx, notice);
  if (next.status === 'failed') await alertOperators(ctx, delivery);
};
