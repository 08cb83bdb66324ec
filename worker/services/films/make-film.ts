import type { Context } from '../../context.ts';
import { FILM_PIECES_AT_ONCE } from '../../contract/limits.ts';
import { renewLease } from '../../db/jobs.ts';
import { planRequests, readRequests, type SoundPart, type VendorRequest } from '../../db/vendor-requests.ts';
import { JOB_LEASE_MS } from '../../ledger/account-ops.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { ProviderError } from '../../providers/provider.ts';
import { LeaseLost, RunLonger } from '../jobs/call-vendor.ts';
import { cancelFilm } from './cancel-film.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';
import { joinFilm } from './join-film.ts';
import { lookForPiece, type PieceState } from './look-for-piece.ts';
import { type Submit, submitPiece } from './submit-piece.ts';

/** A film may be so much shorter than what was asked for: vendors count frames. */
const SHORT_SHARE = 0.1;
/** Between two looks: a part of the time that has passed, so that long work is not asked for all the time. */
const LOOK_SHARE = 0.25;
const LOOK_FIRST_MS = 2_000;
const LOOK_LONGEST_MS = 15_000;
/** Of the whole bar: the preview is its first half, and the end is for joining and keeping. */
const PREVIEW_SHARE = 0.5;
const MAKING_SHARE = 0.45;

/** What a film is made of. */
export type FilmPlan = {
  /** What of the sound each piece speaks; one null for a film without a sound of its own. */
  parts(): Promise<(SoundPart | null)[]>;
  /** How long a piece is to be. */
  lengthMs(part: SoundPart | null): number;
  submit: Submit;
};

const isSubmitted = (
  request: VendorRequest,
): request is VendorRequest & { submitted: NonNullable<VendorRequest['submitted']> } => request.submitted !== null;

const pauseFor = (ctx: Context, requests: readonly VendorRequest[]): number => {
  const begunAt = requests.flatMap(({ submitted, film }) => (submitted && !film ? [submitted.at] : []));
  const waitedMs = ctx.clock.now() - Math.min(ctx.clock.now(), ...begunAt);
  return Math.round(Math.min(LOOK_LONGEST_MS, Math.max(LOOK_FIRST_MS, waitedMs * LOOK_SHARE)));
};

/** Writes down how far it all is, and tells its owner: nobody holds the job until somebody looks again. */
const noteProgress = async (ctx: Context, run: FilmRun, states: readonly PieceState[], total: number) => {
  const { job, progress } = run;
  const done = states.filter(({ isKept }) => isKept).length;
  const shares = states.map((state) => (state.isKept ? 1 : state.share));
  const positions = states.flatMap((state) =>
    state.isKept || state.queuePosition === null ? [] : [state.queuePosition],
  );
  progress.queuePosition = positions.length > 0 ? Math.min(...positions) : null;
  const share = PREVIEW_SHARE + (shares.reduce((sum, one) => sum + one, 0) / total) * MAKING_SHARE;
  await run.report(share, total > 1 ? { done, total } : null);
  const isHeld = await renewLease(ctx.db, job, {
    expiresAt: ctx.clock.now() + JOB_LEASE_MS,
    progressPermille: Math.round(progress.share * 1_000),
    queuePosition: progress.queuePosition,
  });
  if (!isHeld) throw new LeaseLost(`job ${job.id} is no longer held`);
};

/** Looks for what was handed over, and hands over as much more as may be under way at once. */
const advance = async (ctx: Context, run: FilmRun, plan: FilmPlan, requests: readonly VendorRequest[]) => {
  const looks = await Promise.allSettled(
    requests.map(async (request): Promise<PieceState> => {
      if (request.film) return { isKept: true };
      if (!isSubmitted(request)) return { isKept: false, share: 0, queuePosition: null };
      return lookForPiece(ctx, run, request, plan.lengthMs(request.sound) * (1 - SHORT_SHARE));
    }),
  );
  const states = looks.map((look) => {
    if (look.status === 'rejected') throw look.reason;
    return look.value;
  });
  const underWay = requests.filter((request, index) => isSubmitted(request) && !states[index]?.isKept).length;
  const waiting = requests.filter((request) => !isSubmitted(request));
  for (const request of waiting.slice(0, Math.max(0, FILM_PIECES_AT_ONCE - underWay))) {
    await submitPiece(ctx, run, request, plan.submit);
  }
  return states;
};

/**
 * Has a film made piece by piece, each handed over once, and joins them. Whoever runs it does what there is to do now; while
 * the vendor is at work nobody holds the job, and his webhook or the next look goes on with it.
 * @throws RunLonger while it is being made; ProviderError when it will not be; LeaseLost, RetryLater
 */
export const makeFilm = async (ctx: Context, run: FilmRun, plan: FilmPlan): Promise<AssetInsert> => {
  const { job } = run;
  const standing = await readRequests(ctx.db, job.id);
  const requests =
    standing.length > 0
      ? standing
      : await planRequests(ctx.db, { jobId: job.id, provider: FILM_VENDOR }, await plan.parts());
  try {
    const states = await advance(ctx, run, plan, requests);
    await noteProgress(ctx, run, states, requests.length);
    if (states.some(({ isKept }) => !isKept)) {
      throw new RunLonger(`job ${job.id} is being made`, pauseFor(ctx, requests));
    }
  } catch (error) {
    // One piece that nobody makes ends the job: what is under way of the others is of no use.
    if (error instanceof ProviderError) await cancelFilm(ctx, { jobId: job.id, userId: job.userId });
    throw error;
  }
  return joinFilm(ctx, run, await readRequests(ctx.db, job.id));
};
