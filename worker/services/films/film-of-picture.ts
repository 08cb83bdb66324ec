import type { Context } from '../../context.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import type { PriceRule } from '../../contract/money.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { priceOf } from '../../pricing/price.ts';
import type { Estimate } from '../tools/model-adapter.ts';
import { cancelFilm } from './cancel-film.ts';
import type { FilmRun } from './film-run.ts';
import { readStill, showStill } from './make-poster.ts';

/** What every adapter has in common that makes a film of 5 or 10 s out of a picture: the picture is seen at once. */
export const FILM_OF_PICTURE = {
  type: 'video' as const,
  isHeavy: true,

  estimate: ({ seconds }: { seconds: number }, rule: PriceRule): Estimate => ({
    credits: priceOf(rule, { kind: 'per_unit_duration', seconds }),
    allowance: null,
    rounds: 1,
  }),

  previewParams: ({ image }: { image: MediaRef }): MediaRef => image,

  generatePreview: async (ctx: Context, run: FilmRun, image: MediaRef): Promise<AssetInsert[]> =>
    showStill(ctx, run, await readStill(ctx, run, image)),

  cancel: cancelFilm,
};
