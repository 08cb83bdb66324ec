import type { Context } from '../../context.ts';
import type { ChatEvents, TextParams } from '../../contract/chat.ts';
import { AppError, toProblem } from '../../errors.ts';
import type { SubmitOp } from '../../ledger/account-ops.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { Entry } from '../access/entry.ts';
import { endCall } from '../jobs/call-vendor.ts';
import { failJob } from '../jobs/close-job.ts';
import { submitJob } from '../jobs/submit-job.ts';
import { refusalOf } from '../jobs/submit-refusal.ts';
import { requireModel } from '../vendors/require-model.ts';
import { answerAtOnce } from './answer-at-once.ts';
import { beginTurn, newTurn, type Turn } from './begin-turn.ts';
import { closeTurn, factsOf } from './close-turn.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { type PreparedTurn, prepareTurn } from './prepare-turn.ts';
import { replayTurn } from './replay-turn.ts';
import type { TurnPayer } from './request-of.ts';
import type { Spoken } from './stream-answer.ts';
import { endAnswer, keepDraft } from './write-answer.ts';

type LiveTurn = {
  job: { id: string; userId: string; leaseToken: string };
  callId: string;
  startedAt: number;
  turn: Turn;
  prepared: PreparedTurn;
  own: TurnPayer;
  message: string;
};

/** Why the turn stopped being this request's: its asker, or the sweep. */
class TurnLost extends Error {
  override readonly name = 'TurnLost';
}

/** What its asker is told of a turn that was not answered. */
const toChatProblem = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (!(error instanceof ProviderError)) {
    return new AppError('internal', 'Something went wrong on our side. It has been logged.');
  }
  if (error.code === 'rejected') {
    return new AppError('provider_failed', 'The model would not answer this. Nothing was charged.');
  }
  const retryAfterSeconds = Math.max(2, Math.ceil((error.retryAfterMs ?? 0) / 1_000));
  return new AppError('provider_unavailable', 'The model is not answering right now. Nothing was charged.', {
    retryAfterSeconds,
  });
};

const giveUp = async (ctx: Context, { job, callId }: LiveTurn, error: unknown): Promise<void> => {
  ctx.log.error('turn_failed', error, { jobId: job.id });
  // Nobody's refusal: storage failed. The lease runs out, and the sweep has the turn answered.
  if (!(error instanceof ProviderError || error instanceof AppError)) return;
  const problem = toChatProblem(error);
  const code = error instanceof ProviderError ? `provider_${error.code}` : problem.code;
  await endCall(ctx, callId, { outcome: 'failed', errorCode: code });
  await failJob(ctx, job, { to: 'failed', code, message: problem.message });
};

/** Listens to the model to its end, whoever else listens; then writes the answer down and ends the job. */
const listen = async (
  ctx: Context,
  live: LiveTurn,
  { begun, send }: { begun: Promise<void>; send: EventStream['send'] },
): Promise<ChatEvents['end']> => {
  const { job, prepared, own, turn, startedAt, message } = live;
  const demo = own ? prepared.job.demo.own : prepared.job.demo.operator;
  const said = [...prepared.place.said, { role: 'user', text: message } as const];
  const spoken: Spoken = { text: '', firstAt: null };
  const abort = new AbortController();
  // Another turn came between, or the words cannot be kept: there is no use in going on.
  begun.catch((error: unknown) => abort.abort(error));
  const release = keepDraft(
    ctx,
    { job, turn },
    () => spoken.text,
    () => abort.abort(new TurnLost(`job ${job.id} is no longer held`)),
  );
  const onText = (text: string) => send('delta', { text });
  try {
    const answered = await answerAtOnce(ctx, { ...prepared, own, said, spoken, signal: abort.signal, onText });
    const { model, keyId, ...streamed } = answered;
    await begun;
    const answer = { text: spoken.text, model, ...streamed };
    const firstByteMs = spoken.firstAt === null ? null : spoken.firstAt - startedAt;
    if (await endAnswer(ctx, job, answer)) {
      const isTypical = model === prepared.model.modelId && firstByteMs !== null;
      const timing = { modelId: model, previewMs: firstByteMs, finalMs: ctx.clock.now() - startedAt };
      const end = {
        conversationId: turn.conversationId,
        said,
        text: spoken.text,
        announce: null,
        timing: isTypical ? timing : null,
      };
      await endCall(ctx, live.callId, { outcome: 'ok', facts: factsOf(answer, { keyId, firstByteMs }) })
        .then(() => closeTurn(ctx, job, end))
        // The answer stands: the lease runs out, and the sweep finishes the job.
        .catch((error: unknown) => ctx.log.error('turn_not_closed', error, { jobId: job.id }));
    }
    const { finishReason, usage } = streamed;
    const told = usage && { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens };
    return { finishReason, usage: told, demo };
  } catch (error) {
    if (!(error instanceof TurnLost)) throw error;
    await begun;
    // Its asker has stopped it: what he saw is kept.
    const model = prepared.model.modelId;
    await endAnswer(ctx, job, { text: spoken.text, finishReason: 'canceled', usage: null, model });
    return { finishReason: 'canceled', usage: null, demo };
  } finally {
    release();
  }
};

/**
 * Takes a turn of a conversation and answers it at once: charges, asks the model, passes on each word as it comes, keeps
 * the answer. Whoever leaves finds it whole when he returns; whoever cancels the job finds what was said until then.
 * @param input.clientJobId the caller's own key of this turn: asked again, the kept answer is returned
 * @returns a body of server-sent events, `ChatEvents`
 * @throws AppError as `prepareTurn` and `createJob`; provider_unavailable before anything is charged. What goes wrong
 * afterwards comes as the event `error`, with the charge given back, or as the end of what was said until then.
 */
export const answerChat = async (
  ctx: Context,
  input: {
    userId: string;
    token: SubmitOp['token'];
    entry: Entry | undefined;
    params: TextParams;
    clientJobId: string;
    /** By which a problem that comes as an event is found in the log. */
    requestId: string;
  },
): Promise<{ body: ReadableStream<Uint8Array>; jobId: string; isReplayed: boolean }> => {
  const { userId, token, entry, params, clientJobId, requestId } = input;
  const startedAt = ctx.clock.now();
  const prepared = await prepareTurn(ctx, { userId, params, pointer: '' });
  await requireModel(ctx, { model: prepared.model, userId });
  const { script: _script, ...op } = prepared.job;
  const jobId = ctx.ids.next();
  const sync = { leaseToken: ctx.ids.next(), callId: ctx.ids.next() };
  const submitted = await submitJob(ctx, {
    userId,
    entry,
    op: { ...op, jobId, clientJobId, callbackUrl: null, parentJobId: null, token, sync },
  });
  if (!submitted.ok) throw refusalOf(submitted, '/clientJobId');
  if (submitted.replayed) {
    const body = await replayTurn(ctx, { userId, jobId: submitted.jobId });
    return { body, jobId: submitted.jobId, isReplayed: true };
  }

  const { costCredits, balanceCredits, ownKeys } = submitted;
  const own = ownKeys.length > 0 ? { userId } : undefined;
  const turn = newTurn(ctx, { userId, jobId, conversationId: prepared.resolved.conversationId });
  const { conversationId, questionId, messageId } = turn;
  const job = { id: jobId, userId, leaseToken: sync.leaseToken };
  const live: LiveTurn = { job, callId: sync.callId, startedAt, turn, prepared, own, message: params.message };
  const events = openEventStream();
  events.send('start', { jobId, conversationId, questionId, messageId, costCredits, balanceCredits });
  // Written down while the model thinks: its first word waits for no database.
  const begun = beginTurn(ctx, { turn, params, place: prepared.place, pointer: '' });
  const work = async () => {
    try {
      events.send('end', await listen(ctx, live, { begun, send: events.send }));
    } catch (error) {
      await giveUp(ctx, live, error);
      events.send('error', { problem: toProblem(toChatProblem(error), requestId) });
    } finally {
      events.close();
    }
  };
  ctx.defer(work());
  return { body: events.body, jobId, isReplayed: false };
};
