import type { Context } from '../../context.ts';
import { noteFailure, type VendorRequest } from '../../db/vendor-requests.ts';
import { openFalFilm } from '../../providers/fal-video.ts';
import type { LongStatus } from '../../providers/long-vendor.ts';
import { ProviderError } from '../../providers/provider.ts';
import { endCall } from '../jobs/call-vendor.ts';
import { reopenAccount } from '../vendors/reopen-account.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';
import { keepFilm } from './keep-film.ts';

/** A film that is made and cannot be fetched so often is none. */
const FETCHES_MAX = 4;

type Submitted = VendorRequest & { submitted: NonNullable<VendorRequest['submitted']> };

/** How far a piece is: kept, or under way with as much of it done as the vendor says (0 to 1). */
export type PieceState = { isKept: true } | { isKept: false; share: number; queuePosition: number | null };

const UNKNOWN: PieceState = { isKept: false, share: 0, queuePosition: null };

const toState = (status: Exclude<LongStatus, { state: 'done' }>): PieceState =>
  status.state === 'queued'
    ? { isKept: false, share: 0, queuePosition: status.queuePosition }
    : { isKept: false, share: status.progress ?? 0, queuePosition: null };

/** A film that could not be fetched is looked for again, some times over: it is made, and paid for. */
const judge = async (ctx: Context, run: FilmRun, request: Submitted, error: ProviderError): Promise<PieceState> => {
  const { job } = run;
  ctx.log.error('film_not_fetched', error, { jobId: job.id, piece: request.piece });
  const isWorthIt = error.isRetryable && (await noteFailure(ctx.db, job.id, request.piece)) < FETCHES_MAX;
  if (isWorthIt) return UNKNOWN;
  await endCall(ctx, request.submitted.callId, { outcome: 'failed', errorCode: error.code });
  throw error;
};

/**
 * Looks how far a piece is that was handed over, and keeps its film when it is made.
 * @param leastMs as `keepFilm`
 * @throws ProviderError when the vendor would not make it, or no film of his can be had; LeaseLost
 */
export const lookForPiece = async (
  ctx: Context,
  run: FilmRun,
  request: Submitted,
  leastMs: number,
): Promise<PieceState> => {
  const { own, signal } = run;
  const { requestId, model, keyId } = request.submitted;
  const vendor = openFalFilm(await reopenAccount(ctx, FILM_VENDOR, { keyId, own }), model);
  try {
    const status = await vendor.status(requestId, signal);
    if (status.state !== 'done') return toState(status);
  } catch (error) {
    signal.throwIfAborted();
    // The work is under way, whoever does not say how far it is; its deadline is the job's.
    if (!(error instanceof ProviderError) || !error.isRetryable) throw error;
    ctx.log.error('film_not_looked_for', error, { jobId: run.job.id, piece: request.piece });
    return UNKNOWN;
  }
  try {
    const made = await vendor.result(requestId, signal);
    await keepFilm(ctx, run, { request, made, leastMs, signal });
    return { isKept: true };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProviderError) return judge(ctx, run, request, error);
    throw error;
  }
};
