import type { Context } from '../../context.ts';
import { type ResolvedText, resolvedTextSchema, textParamsSchema } from '../../contract/chat.ts';
import type { ClaimedJob } from '../../db/jobs.ts';
import { AppError } from '../../errors.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { ModelProfile } from '../../providers/roster.ts';
import { discardScript, readKeptScript } from '../assets/keep-script.ts';
import { callUntilDelivered, endCall, LeaseLost, RetryLater } from '../jobs/call-vendor.ts';
import { failJob } from '../jobs/close-job.ts';
import { modelsOf } from '../vendors/models-of.ts';
import { openAccount } from '../vendors/open-account.ts';
import { beginTurn, newTurn } from './begin-turn.ts';
import { closeTurn, factsOf } from './close-turn.ts';
import { type KeptTurn, readTurn } from './read-turn.ts';
import { requestOf, type TurnPayer } from './request-of.ts';
import { type Spoken, streamAnswer } from './stream-answer.ts';
import { readPlace } from './turn-place.ts';
import { endAnswer, keepDraft } from './write-answer.ts';

/** The turn before it is still being answered: so long it waits until it looks again. */
const BUSY_WAIT_MS = 2_000;

/** Puts a turn that waited in the queue into its conversation. @throws AppError as `beginTurn`, asset_gone; RetryLater. */
const beginQueued = async (ctx: Context, job: ClaimedJob, { conversationId }: ResolvedText): Promise<KeptTurn> => {
  const { userId } = job;
  const params = textParamsSchema.parse(await readKeptScript(ctx, job));
  try {
    const place = await readPlace(ctx, { userId, params, pointer: '' });
    const turn = newTurn(ctx, { userId, jobId: job.id, conversationId });
    await beginTurn(ctx, { turn, params, place, pointer: '' });
    // The words stand in the conversation from now on.
    await discardScript(ctx, job);
    const said = [...place.said, { role: 'user', text: params.message } as const];
    return { turn, settings: place.settings, said, text: '', finishReason: null, usage: null };
  } catch (error) {
    if (error instanceof AppError && error.code === 'job_in_progress') throw new RetryLater(BUSY_WAIT_MS, true);
    throw error;
  }
};

const payerOf = ({ ownKeys, userId }: ClaimedJob): TurnPayer => (ownKeys.length > 0 ? { userId } : undefined);

/** Has one model answer, trying as often as any piece of work is tried. @throws as `callUntilDelivered`. */
const answerBy = async (
  ctx: Context,
  job: ClaimedJob,
  input: { model: ModelProfile; resolved: ResolvedText; begun: KeptTurn; signal: AbortSignal; spoken: Spoken },
) => {
  const { model, resolved, begun, signal, spoken } = input;
  const request = requestOf(model, { ...begun, resolved });
  const call = { id: job.id, leaseToken: job.leaseToken, provider: model.provider, piece: 1 };
  const startedAt = ctx.clock.now();
  const { delivered, callId } = await callUntilDelivered(ctx, call, {
    signal,
    open: () => openAccount(ctx, { provider: model.provider, own: payerOf(job) }),
    hasWay: async () => false,
    call: async (opened) => {
      const streamed = await streamAnswer(ctx, opened, { request, spoken, signal, onText: () => undefined });
      return { ...streamed, keyId: opened.keyId };
    },
  });
  const { finishReason, usage, keyId } = delivered;
  const answer = { text: spoken.text, finishReason, usage, model: model.modelId };
  const firstByteMs = spoken.firstAt === null ? null : spoken.firstAt - startedAt;
  await endCall(ctx, callId, { outcome: 'ok', facts: factsOf(answer, { keyId, firstByteMs }) });
  return answer;
};

/** The same by the model that stands in, where the wanted one does not answer. */
const answerSomehow = async (
  ctx: Context,
  job: ClaimedJob,
  input: { resolved: ResolvedText; begun: KeptTurn; signal: AbortSignal; spoken: Spoken },
) => {
  const [wanted, fallback] = await modelsOf(ctx, { modelId: input.resolved.model, own: payerOf(job) });
  try {
    return await answerBy(ctx, job, { ...input, model: wanted });
  } catch (error) {
    if (!fallback || !(error instanceof ProviderError) || error.code === 'rejected') throw error;
    return answerBy(ctx, job, { ...input, model: fallback });
  }
};

const answerTurn = async (ctx: Context, job: ClaimedJob, begun: KeptTurn, resolved: ResolvedText): Promise<string> => {
  const spoken: Spoken = { text: '', firstAt: null };
  const abort = new AbortController();
  const release = keepDraft(
    ctx,
    { job, turn: begun.turn },
    () => spoken.text,
    () => abort.abort(new LeaseLost(`job ${job.id} is no longer held`)),
  );
  try {
    const answer = await answerSomehow(ctx, job, { resolved, begun, signal: abort.signal, spoken });
    if (!(await endAnswer(ctx, job, answer))) throw new LeaseLost('the turn was answered by somebody else');
    return answer.text;
  } catch (error) {
    if (error instanceof LeaseLost && spoken.text !== '') {
      await endAnswer(ctx, job, { text: spoken.text, finishReason: 'canceled', usage: null, model: resolved.model });
    }
    throw error;
  } finally {
    release();
  }
};

/**
 * Answers a turn in the background: one that was ordered so, or one whose request died while it was being answered.
 * @throws as every tool's `run`.
 */
export const runTurn = async (ctx: Context, job: ClaimedJob): Promise<void> => {
  const startedAt = ctx.clock.now();
  const resolved = resolvedTextSchema.parse(JSON.parse(job.params));
  let begun: KeptTurn;
  try {
    begun = (await readTurn(ctx, job)) ?? (await beginQueued(ctx, job, resolved));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The conversation is gone, or full, by now: there is nothing to answer to.
    await failJob(ctx, job, { to: 'failed', code: error.code, message: error.message });
    return;
  }
  const text = begun.finishReason === null ? await answerTurn(ctx, job, begun, resolved) : begun.text;
  const tookMs = ctx.clock.now() - startedAt;
  const timing = job.attempts === 1 ? { modelId: job.modelId, previewMs: null, finalMs: tookMs } : null;
  const closed = await closeTurn(ctx, job, {
    conversationId: begun.turn.conversationId,
    said: begun.said,
    text,
    announce: 'Your answer is ready.',
    timing,
  });
  if (!closed.closed) throw new LeaseLost(`the job is ${closed.status} already`);
};
