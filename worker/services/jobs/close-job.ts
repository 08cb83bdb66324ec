import type { Context } from '../../context.ts';
import type { CloseOp, CloseResult } from '../../ledger/account-ops.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { discardMedia } from '../assets/discard-media.ts';

/** How often a close that met a busy database is tried before the caller's own retry takes over. */
const CLOSE_ATTEMPTS_MAX = 3;
const CLOSE_WAIT_MS = 200;

export type CloseInput = Omit<CloseOp, 'kind' | 'closeId'>;

/**
 * Ends a job in one commit together with its refund or settlement, its files and its notification.
 * Whoever comes second hears `closed: false` and changes nothing. The close id stays the same over the attempts,
 * so that one that landed unseen is recognised.
 */
export const closeJob = async (ctx: Context, input: CloseInput): Promise<CloseResult> => {
  const closeId = ctx.ids.next();
  let result: CloseResult = { ok: false, code: 'unavailable' };
  for (let attempt = 0; attempt < CLOSE_ATTEMPTS_MAX; attempt += 1) {
    if (attempt > 0) await ctx.clock.sleep(CLOSE_WAIT_MS * attempt);
    result = await ctx
      .account(input.userId)
      .close(input.userId, { ...input, closeId })
      .catch((error: unknown): CloseResult => {
        ctx.log.error('account_unreachable', error, { jobId: input.jobId });
        return { ok: false, code: 'unavailable' };
      });
    if (result.ok || result.code === 'not_found') return result;
  }
  return result;
};

/**
 * A job that delivered: its end with the files, the line in the history and, if somebody waits for it elsewhere, one in
 * the bell. The charge stands, but for what of it was not used.
 * @throws Error when the database does not answer; the caller's own retry finds the file again.
 */
export const completeJob = async (
  ctx: Context,
  job: { id: string; userId: string; leaseToken: string },
  delivery: Pick<CloseInput, 'from' | 'timing' | 'madeFrom'> & {
    finals: AssetInsert[];
    sizeBytes: number;
    type: 'chat' | 'image' | 'audio' | 'video';
    /** Of a turn: the conversation whose line in the history this is. */
    conversationId?: string;
    announce: string | null;
    /** What it was worth, where that is less than the charge. */
    usedCredits?: number | null;
  },
): Promise<Extract<CloseResult, { ok: true }>> => {
  const { finals, sizeBytes, type, announce, from, timing, madeFrom } = delivery;
  const { conversationId = null, usedCredits = null } = delivery;
  const result = await closeJob(ctx, {
    jobId: job.id,
    userId: job.userId,
    from,
    leaseToken: job.leaseToken,
    to: 'completed',
    errorCode: null,
    errorMessage: null,
    finals,
    generation: { id: ctx.ids.next(), type, sizeBytes, conversationId },
    notification: announce === null ? null : { id: ctx.ids.next(), kind: 'job_completed', title: announce },
    timing,
    madeFrom,
    money: usedCredits === null ? { kind: 'keep' } : { kind: 'settle', usedCredits },
  });
  if (!result.ok) throw new Error(`the job could not be closed: ${result.code}`);
  return result;
};

/** A job that did not deliver: its end, with the whole charge given back and a line in the bell. */
export const failJob = async (
  ctx: Context,
  job: { id: string; userId: string; leaseToken: string | null },
  failure: { to: 'failed' | 'expired'; code: string; message: string },
): Promise<CloseResult> => {
  const result = await closeJob(ctx, {
    jobId: job.id,
    userId: job.userId,
    from: ['queued', 'running', 'preview_ready', 'finalizing'],
    leaseToken: job.leaseToken,
    to: failure.to,
    errorCode: failure.code,
    errorMessage: failure.message,
    finals: [],
    generation: null,
    notification: { id: ctx.ids.next(), kind: 'job_failed', title: `${failure.message} Your credits are back.` },
    timing: null,
    madeFrom: null,
    money: { kind: 'refund' },
  });
  if (result.ok && result.closed) await discardMedia(ctx, job.id);
  return result;
};
