import type { Context } from '../../context.ts';
import type { FinishReason } from '../../contract/chat.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import type { TokenUsage } from '../../providers/chat-provider.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import type { Turn } from './begin-turn.ts';

/** What has been said so far is written down so often: more of it is not lost, and a stop is noticed as soon. */
const DRAFT_EVERY_MS = 1_000;

type HeldJob = { id: string; leaseToken: string };

const tellMore = (ctx: Context, turn: Turn, more: { offset: number; text: string }): Promise<void> => {
  const { jobId, conversationId, messageId, userId } = turn;
  const at = ctx.clock.now();
  return tellOwner(ctx, userId, { type: 'answer_delta', at, jobId, conversationId, messageId, ...more });
};

/**
 * Keeps the lease of a turn that is being answered, writes down what has been said so far, and tells its owner's tabs.
 * @param said what stands at this moment
 * @param onLost called once when the job is no longer this run's: canceled, closed, or taken over
 * @returns a function that ends it
 */
export const keepDraft = (
  ctx: Context,
  { job, turn }: { job: HeldJob; turn: Turn },
  said: () => string,
  onLost: () => void,
): (() => void) => {
  let written = '';
  let isWriting = false;
  const write = async () => {
    // A slow database is not asked again before it has answered.
    if (isWriting) return;
    isWriting = true;
    const text = said();
    try {
      const [held] = await ctx.db.batch([
        ctx.db
          .prepare(`UPDATE jobs SET lease_expires_at = ?3 WHERE id = ?1 AND lease_token = ?2 AND status = 'running'`)
          .bind(job.id, job.leaseToken, ctx.clock.now() + JOB_LEASE_MS),
        ...(text === written
          ? []
          : [
              ctx.db
                .prepare(
                  `UPDATE chat_messages SET text = ?2 WHERE job_id = ?1 AND role = 'assistant' AND ended_at IS NULL
                    AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = ?1 AND j.lease_token = ?3)`,
                )
                .bind(job.id, text, job.leaseToken),
            ]),
      ]);
      const before = written;
      written = text;
      if (held?.meta.changes !== 1) {
        clearInterval(timer);
        onLost();
      } else if (text !== before) await tellMore(ctx, turn, { offset: before.length, text: text.slice(before.length) });
    } catch (error) {
      // The next one may succeed; if none does, the lease runs out and another run answers anew.
      ctx.log.error('draft_not_kept', error, { jobId: job.id });
    } finally {
      isWriting = false;
    }
  };
  const timer = setInterval(write, DRAFT_EVERY_MS);
  return () => clearInterval(timer);
};

export type Answer = {
  text: string;
  finishReason: FinishReason;
  usage: TokenUsage | null;
  /** The model that gave it. */
  model: string;
};

/**
 * Writes an answer down as it is in the end. Of a job that has been taken over or has ended, only what its owner stopped is
 * written: the words that he saw.
 * @returns whether it stands now
 */
export const endAnswer = async (ctx: Context, job: HeldJob, answer: Answer): Promise<boolean> => {
  const { text, finishReason, usage, model } = answer;
  const { meta } = await ctx.db
    .prepare(
      `UPDATE chat_messages SET text = ?2, finish_reason = ?3, model = ?4, prompt_tokens = ?5, completion_tokens = ?6,
          cost_microdollars = ?7, ended_at = ?8
        WHERE job_id = ?1 AND role = 'assistant' AND ended_at IS NULL AND EXISTS (SELECT 1 FROM jobs j WHERE j.id = ?1
          AND (j.lease_token = ?9 OR (?3 = 'canceled' AND j.status = 'canceled')))`,
    )
    .bind(
      job.id,
      text,
      finishReason,
      model,
      usage?.promptTokens ?? null,
      usage?.completionTokens ?? null,
      usage?.costMicrodollars ?? null,
      ctx.clock.now(),
      job.leaseToken,
    )
    .run();
  return meta.changes === 1;
};
