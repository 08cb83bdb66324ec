import type { Context } from '../../context.ts';
import type { VendorRequest } from '../../db/vendor-requests.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { FilmError } from '../../media/mp4/film-error.ts';
import { joinMp4, type PlannedFilm, planFilm } from '../../media/mp4/join-mp4.ts';
import { ProviderError } from '../../providers/provider.ts';
import { mediaKeyOf, storeStream, toAsset } from '../assets/store-media.ts';
import { FILM_VENDOR, type FilmRun } from './film-run.ts';
import { filmKeyOf, openFilm, readKeptFilm } from './read-kept-film.ts';

const CONTENT_TYPE = 'video/mp4';

const layOut = async (ctx: Context, { job }: FilmRun, requests: readonly VendorRequest[]): Promise<PlannedFilm> => {
  try {
    return planFilm(
      await Promise.all(
        requests.map(({ piece, film }) => readKeptFilm(ctx, filmKeyOf(job, piece), film?.sizeBytes ?? 0)),
      ),
    );
  } catch (error) {
    if (!(error instanceof FilmError)) throw error;
    throw new ProviderError(FILM_VENDOR, 'rejected', `its films are not joined: ${error.message}`, undefined, {
      cause: error,
    });
  }
};

/**
 * The pieces of a job as its one film, whose tables stand before its pictures: it plays while it is on its way.
 * @throws ProviderError where the vendor's films do not go together
 */
export const joinFilm = async (
  ctx: Context,
  run: FilmRun,
  requests: readonly VendorRequest[],
): Promise<AssetInsert> => {
  const { job } = run;
  const plan = await layOut(ctx, run, requests);
  const { bytes, durationMs, widthPx, heightPx } = plan;
  const keys = requests.map(({ piece }) => filmKeyOf(job, piece));
  const media = await storeStream(ctx, {
    r2Key: mediaKeyOf(job, 'final', 'mp4'),
    sizeBytes: bytes,
    contentType: CONTENT_TYPE,
    durationMs,
    open: () => joinMp4(plan, (film, range) => openFilm(ctx, keys[film] ?? '', range)),
  });
  return toAsset(ctx, job, media, { kind: 'final', contentType: CONTENT_TYPE, widthPx, heightPx });
};
