import type { LiveEvent } from '../worker/contract/events.ts';
import { HISTORY_UNDO_MS } from '../worker/contract/limits.ts';
import { readJob } from '../worker/db/jobs.ts';
import { readNotice } from '../worker/db/notifications.ts';
import type { CloseOp } from '../worker/ledger/account-ops.ts';
import type { LedgerRow } from '../worker/ledger/postings.ts';
import { broadcast } from './sockets.ts';

const announce = (ctx: DurableObjectState, event: LiveEvent): void => broadcast(ctx, event);

/** Tells the user's open tabs of ledger rows that stand. Reads nothing where nobody is listening. */
export const announceRows = (ctx: DurableObjectState, db: D1Database, rows: readonly LedgerRow[]): void => {
  if (ctx.getWebSockets().length === 0) return;
  for (const row of rows) announceRow(ctx, db, row);
};

/**
 * Tells the user's open tabs what made room for something new: an event each, since each can be taken back by itself. The
 * operators hear of all of it at once.
 */
export const announceEvictions = (ctx: DurableObjectState, env: Env, jobIds: readonly string[]): void => {
  if (jobIds.length === 0) return;
  const at = Date.now();
  const told = env.ADMIN_HUB.getByName('admin:dashboard').publish({
    kind: 'eviction',
    at,
    detail: { results: jobIds.length },
  });
  // The feed is read from the books: an event that is lost is seen at the next look.
  ctx.waitUntil(told.catch(() => undefined));
  for (const jobId of jobIds) {
    const undoUntil = at + HISTORY_UNDO_MS;
    announce(ctx, { type: 'history_evicted', at, jobIds: [jobId], reason: 'over_limit', undoUntil });
  }
};

const announceRow = (ctx: DurableObjectState, db: D1Database, row: LedgerRow): void => {
  const { kind, changeCredits, balanceAfterCredits: balanceCredits, seq } = row;
  const credits = { at: row.createdAt, kind, changeCredits, balanceCredits, seq };
  announce(ctx, { type: 'credits_changed', ...credits });
  if (changeCredits > 0 && !row.jobId) announce(ctx, { type: 'credits_added', ...credits });
  if (kind === 'charge' && row.jobId) ctx.waitUntil(announceJob(ctx, db, row.userId, row.jobId, 'job_queued'));
};

/** Tells the user's open tabs of a job that has ended, and of the notification about it. */
export const announceClose = async (
  ctx: DurableObjectState,
  db: D1Database,
  userId: string,
  { jobId, notification }: Pick<CloseOp, 'jobId' | 'notification'>,
): Promise<void> => {
  if (ctx.getWebSockets().length === 0) return;
  const at = Date.now();
  // Whether it is in the bell was decided with the commit, by what the user wishes to hear of.
  const kept = notification && (await readNotice(db, notification.id));
  if (kept) announce(ctx, { type: 'notification', at, notification: kept });
  await announceJob(ctx, db, userId, jobId, 'closed');
};

/** Reads the job only if somebody is listening. */
const announceJob = async (
  ctx: DurableObjectState,
  db: D1Database,
  userId: string,
  jobId: string,
  what: 'job_queued' | 'closed',
): Promise<void> => {
  if (ctx.getWebSockets().length === 0) return;
  const job = await readJob(db, userId, jobId);
  if (!job) return;
  const type = what === 'job_queued' ? what : job.status === 'completed' ? 'job_completed' : 'job_failed';
  announce(ctx, { type, at: Date.now(), job });
};
