import type { Context } from '../../context.ts';
import { readJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import { readAccountState } from '../../ledger/read.ts';
import { openEventStream } from './event-stream.ts';
import { readTurn } from './read-turn.ts';

/**
 * The answer of an earlier turn, as the events by which it came.
 * @throws AppError job_in_progress while it is being given, provider_failed where there is none, asset_gone where its
 * conversation has been removed.
 */
export const replayTurn = async (
  ctx: Context,
  { userId, jobId }: { userId: string; jobId: string },
): Promise<ReadableStream<Uint8Array>> => {
  const [job, state, kept] = await Promise.all([
    readJob(ctx.db, userId, jobId),
    readAccountState(ctx.db, userId),
    readTurn(ctx, { id: jobId, userId }),
  ]);
  if (!job?.completedAt) {
    throw new AppError('job_in_progress', 'The same turn is still being answered.', { retryAfterSeconds: 2 });
  }
  if (job.status !== 'completed' && !kept?.text) {
    throw new AppError('provider_failed', job.error?.message ?? 'This did not succeed.');
  }
  if (!kept) throw new AppError('asset_gone', 'This conversation has been removed.');
  const { turn, text, finishReason, usage } = kept;
  const { conversationId, questionId, messageId } = turn;
  const { costCredits, demo } = job;
  const balanceCredits = state.account?.head.balanceCredits ?? 0;
  const events = openEventStream();
  events.send('start', { jobId, conversationId, questionId, messageId, costCredits, balanceCredits });
  events.send('delta', { text });
  events.send('end', { finishReason: finishReason ?? 'cut_off', usage, demo });
  events.close();
  return events.body;
};
