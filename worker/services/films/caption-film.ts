import type { Context } from '../../context.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import { titleOf } from '../../db/jobs.ts';
import type { AssetInsert } from '../../ledger/postings.ts';
import { cutCaptions } from '../../script/captions/cut-captions.ts';
import { findCaptions, storeCaptions } from '../assets/captions-file.ts';
import { findTakenMedia } from '../uploads/take-media.ts';

/**
 * Puts the captions of a sound that was spoken here beside the film that speaks it, and calls it by its first words. What somebody has sent has none: nobody
 * knows what is said in it.
 * @param input.startMs where in the sound the film begins
 */
export const captionFilm = async (
  ctx: Context,
  film: AssetInsert,
  { ref, startMs }: { ref: MediaRef; startMs: number },
): Promise<AssetInsert> => {
  const sound = 'assetId' in ref ? await findTakenMedia(ctx, { userId: film.userId, ref, kind: 'audio' }) : undefined;
  const spoken = sound && (await findCaptions(ctx, sound.r2Key));
  if (!spoken || film.durationMs === null) return film;
  const captions = cutCaptions(spoken, { startMs, lengthMs: film.durationMs });
  if (captions.cues.length === 0) return film;
  await storeCaptions(ctx, film.r2Key, captions);
  const title = titleOf(captions.cues.flatMap(({ lines }) => lines).join(' '));
  return { ...film, captions: captions.aligned, title };
};
