import { type ResolvedPortrait, resolvedPortraitSchema } from '../../contract/films.ts';
import { FILM_SOUND_MIN_MS } from '../../contract/limits.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import { invalidFields } from '../../errors.ts';
import { createKlingAvatar } from '../../providers/fal-video.ts';
import type { ModelAdapter } from '../tools/model-adapter.ts';
import { findTakenMedia, keepUploads } from '../uploads/take-media.ts';
import { captionFilm } from './caption-film.ts';
import { FILM_OF_PICTURE } from './film-of-picture.ts';
import { handOverImage, handOverSound } from './hand-over.ts';
import { makeFilm } from './make-film.ts';
import { requireImage, requireSound } from './require-input.ts';

const MODEL = 'kling-avatar-1-pro';
const MS_PER_SECOND = 1_000;
const SHORT_SECONDS = 5;

/** How much of the sound is spoken. */
const lengthOf = ({ startMs, seconds }: Pick<ResolvedPortrait, 'startMs' | 'seconds'>, durationMs: number): number =>
  Math.min(seconds * MS_PER_SECOND, durationMs - startMs);

/** A picture of somebody who speaks a sound: the film is as long as the sound, and no longer than was asked for. */
export const portraitAdapter: ModelAdapter<'img2vid_audio', ResolvedPortrait, MediaRef> = {
  ...FILM_OF_PICTURE,
  module: 'img2vid_audio',
  announce: 'Your talking picture is ready.',
  failure: 'The picture could not be made to speak this.',
  stored: resolvedPortraitSchema,

  async normalize(ctx, { userId, params: { noCache, ...params }, pointer }) {
    const image = await requireImage(ctx, { userId, ref: params.image, pointer: `${pointer}/image` });
    const audio = await requireSound(ctx, { userId, ref: params.audio, pointer: `${pointer}/audio` });
    const lengthMs = lengthOf(params, audio.durationMs);
    if (lengthMs < FILM_SOUND_MIN_MS) {
      const message = `From there on, ${Math.max(0, lengthMs)} ms are left of the sound; ${FILM_SOUND_MIN_MS} are needed.`;
      throw invalidFields([{ pointer: `${pointer}/startMs`, code: 'out_of_range', message }]);
    }
    // Nobody pays for ten seconds of which only five are spoken.
    const seconds = lengthMs <= SHORT_SECONDS * MS_PER_SECOND ? SHORT_SECONDS : params.seconds;
    const resolved = { ...params, seconds };
    return {
      params: resolved,
      modelId: MODEL,
      modelPointer: pointer,
      identity: { ...resolved, image: image.sha256, audio: audio.sha256 },
      reuse: !noCache,
    };
  },

  finalParams: (params) => params,

  generateFinal: async (ctx, run, params) => {
    const { userId } = run.job;
    const film = await makeFilm(ctx, run, {
      parts: async () => {
        const audio = await findTakenMedia(ctx, { userId, ref: params.audio, kind: 'audio' });
        return [{ startMs: params.startMs, lengthMs: lengthOf(params, audio?.durationMs ?? Number.POSITIVE_INFINITY) }];
      },
      lengthMs: (part) => part?.lengthMs ?? 0,
      submit: async ({ options, model, piece, handing }) => {
        if (!piece.sound) throw new Error(`job ${run.job.id} has a piece without a sound`);
        const { signal } = run;
        const imageUrl = await handOverImage(ctx, options, { userId, ref: params.image, signal });
        const audioUrl = await handOverSound(ctx, options, { userId, ref: params.audio, part: piece.sound, signal });
        const input = { imageUrl, audioUrl, prompt: params.prompt };
        return { hand: () => createKlingAvatar(options, model).submit(input, handing) };
      },
    });
    return [await captionFilm(ctx, film, { ref: params.audio, startMs: params.startMs })];
  },

  keepInputs: (ctx, { userId, params }) => keepUploads(ctx, { userId, refs: [params.image, params.audio] }),
};
