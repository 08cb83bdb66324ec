import type { Context } from '../../context.ts';
import { FILM_IMAGE_MAX_RATIO, FILM_SOUND_MIN_MS } from '../../contract/limits.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import { invalidFields } from '../../errors.ts';
import { readMedia, type TakenMedia } from '../uploads/take-media.ts';

type Wanted = { userId: string | undefined; ref: MediaRef; pointer: string };

/** A guest has no files. */
const NOBODY = '';

/** A picture that may move. @throws AppError validation_failed as `readMedia`, and for one that is too long or too wide. */
export const requireImage = async (ctx: Context, { userId, ref, pointer }: Wanted): Promise<TakenMedia> => {
  const media = await readMedia(ctx, { userId: userId ?? NOBODY, ref, pointer, kind: 'image' });
  const [widthPx, heightPx] = [media.widthPx ?? 0, media.heightPx ?? 0];
  if (Math.max(widthPx, heightPx) <= Math.min(widthPx, heightPx) * FILM_IMAGE_MAX_RATIO) return media;
  const message = `The image has ${widthPx} × ${heightPx} pixels; one side may be ${FILM_IMAGE_MAX_RATIO} times the other.`;
  throw invalidFields([{ pointer, code: 'out_of_range', message }]);
};

/**
 * A sound that is to be spoken, with its length as the server has measured it.
 * @throws AppError validation_failed as `readMedia`, and for one that is too short.
 */
export const requireSound = async (
  ctx: Context,
  { userId, ref, pointer }: Wanted,
): Promise<TakenMedia & { durationMs: number }> => {
  const media = await readMedia(ctx, { userId: userId ?? NOBODY, ref, pointer, kind: 'audio' });
  const durationMs = media.durationMs ?? 0;
  if (durationMs >= FILM_SOUND_MIN_MS) return { ...media, durationMs };
  const message = `The sound lasts ${durationMs} ms; it needs ${FILM_SOUND_MIN_MS} at least.`;
  throw invalidFields([{ pointer, code: 'out_of_range', message }]);
};
