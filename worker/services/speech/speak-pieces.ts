import type { Context } from '../../context.ts';
import type { Piece } from '../../db/pieces.ts';
import { LeaseLost, RetryLater, RunLonger } from '../jobs/call-vendor.ts';
import { holdLease } from '../jobs/hold-lease.ts';
import { reportProgress } from '../jobs/report-progress.ts';
import { speakPiece } from './speak-piece.ts';
import type { SpeechRun } from './speech-run.ts';

/** A consumer may live for a quarter of an hour and make a thousand calls; a longer job goes on in the next run. */
const RUN_MAX_MS = 4 * 60_000;
const RUN_MAX_PIECES = 60;
/** Of the whole progress; the rest is joining. */
const SPEAKING_SHARE = 0.95;

/**
 * Has the pieces spoken that are not kept yet, side by side within the vendors' limits. When one fails for good the
 * others are called off; when a vendor asks for patience, what is under way is finished first.
 * @param onFirst is called once, when the first piece of the job is kept.
 * @throws ProviderError, RetryLater, LeaseLost as `speakPiece`; RunLonger when there is more than one run should do.
 */
export const speakPieces = async (
  ctx: Context,
  run: SpeechRun,
  pieces: readonly Piece[],
  onFirst: () => Promise<void>,
): Promise<void> => {
  const { job, progress, atOnce } = run;
  const startedAt = ctx.clock.now();
  const waiting = pieces.filter(({ facts }) => facts === null);
  const shares = new Map<number, number>();
  const keptBefore = pieces.length - waiting.length;
  let done = keptBefore;
  let begun = 0;
  let failure: unknown;
  const abort = new AbortController();
  const fail = (error: unknown) => {
    failure ??= error;
    if (!(error instanceof RetryLater)) abort.abort(new Error('another piece of the job failed'));
  };
  const release = holdLease(ctx, job, progress, () => fail(new LeaseLost(`job ${job.id} is no longer held`)));
  const report = reportProgress(ctx, job, progress);
  const tell = () => {
    const partly = [...shares.values()].reduce((sum, share) => sum + share, 0);
    return report((SPEAKING_SHARE * (done + partly)) / pieces.length, { done, total: pieces.length });
  };

  const work = async () => {
    for (let piece = waiting.shift(); piece && failure === undefined; piece = waiting.shift()) {
      const { ordinal } = piece;
      if (begun >= RUN_MAX_PIECES || ctx.clock.now() - startedAt > RUN_MAX_MS) {
        waiting.unshift(piece);
        return;
      }
      begun += 1;
      try {
        const onShare = (share: number) => {
          shares.set(ordinal, Math.min(1, share));
          return tell();
        };
        await speakPiece(ctx, run, piece, { signal: abort.signal, onShare });
        shares.delete(ordinal);
        done += 1;
        if (ordinal === 1) await onFirst();
        await tell();
      } catch (error) {
        fail(error);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    release();
  }
  if (failure instanceof RetryLater) {
    throw new RetryLater(failure.afterMs, done > keptBefore, { cause: failure.cause });
  }
  if (failure !== undefined) throw failure;
  if (waiting.length > 0) throw new RunLonger(`job ${job.id} has ${waiting.length} pieces left`);
};
