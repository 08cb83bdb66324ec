import type { Context } from '../../context.ts';
import { type KeptFilm, noteFilm, type VendorRequest } from '../../db/vendor-requests.ts';
import { FilmError } from '../../media/mp4/film-error.ts';
import { NO_FACTS } from '../../providers/call-facts.ts';
import type { MadeVideo } from '../../providers/long-vendor.ts';
import { ProviderError } from '../../providers/provider.ts';
import { storeUnmeasured } from '../assets/store-unmeasured.ts';
import { LeaseLost } from '../jobs/call-vendor.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';
import { filmKeyOf, readKeptFilm } from './read-kept-film.ts';

const bad = (words: string, cause?: unknown): ProviderError =>
  new ProviderError(FILM_VENDOR, 'bad_response', words, undefined, cause === undefined ? undefined : { cause });

/** Measures what was fetched. What is no film, or too short a one, goes again. */
const measure = async (ctx: Context, r2Key: string, sizeBytes: number, leastMs: number): Promise<KeptFilm> => {
  try {
    const { durationMs } = await readKeptFilm(ctx, r2Key, sizeBytes);
    if (durationMs < leastMs) throw bad(`its film lasts ${durationMs} ms, and was to last ${leastMs}`);
    return { sizeBytes, durationMs };
  } catch (error) {
    if (!(error instanceof FilmError || error instanceof ProviderError)) throw error;
    await ctx.bucket.delete(r2Key);
    throw error instanceof FilmError ? bad(error.message, error) : error;
  }
};

/**
 * Fetches the film of a piece, keeps it, and notes what was measured of it and what it cost.
 * @param leastMs a shorter one is none that was asked for
 * @throws ProviderError bad_response for what is no film; LeaseLost
 */
export const keepFilm = async (
  ctx: Context,
  { job }: Pick<FilmRun, 'job'>,
  input: {
    request: VendorRequest & { submitted: NonNullable<VendorRequest['submitted']> };
    made: MadeVideo;
    leastMs: number;
    signal: AbortSignal;
  },
): Promise<void> => {
  const { request, made, leastMs, signal } = input;
  const { piece, submitted } = request;
  const r2Key = filmKeyOf(job, piece);
  const open = () => made.read(signal);
  const sizeBytes = await storeUnmeasured(ctx, { r2Key, contentType: made.contentType, open });
  const film = await measure(ctx, r2Key, sizeBytes, leastMs);
  // Vendors count parts of a minute, and the books whole units.
  const billedUnits = made.billedUnits === null ? null : Math.ceil(made.billedUnits);
  const bill = billedUnits === null ? null : { expectedUnits: billedUnits, billedUnits };
  const call = { ...NO_FACTS, keyId: submitted.keyId, bill };
  const kept = { piece, film, callId: submitted.callId, call, at: ctx.clock.now() };
  if (!(await noteFilm(ctx.db, job, kept))) throw new LeaseLost(`job ${job.id} is no longer held`);
};
