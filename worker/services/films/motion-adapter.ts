import { type ResolvedMotion, resolvedMotionSchema } from '../../contract/films.ts';
import type { MediaRef } from '../../contract/media-ref.ts';
import { createKlingVideo } from '../../providers/fal-video.ts';
import type { ModelAdapter } from '../tools/model-adapter.ts';
import { keepUploads } from '../uploads/take-media.ts';
import { FILM_OF_PICTURE } from './film-of-picture.ts';
import { handOverImage } from './hand-over.ts';
import { makeFilm } from './make-film.ts';
import { requireImage } from './require-input.ts';

const MODELS = { pro: 'kling-2.1-pro', standard: 'kling-2.1-standard' } as const;

/** A picture that begins to move: the picture at once, the film when its vendor has made it. */
export const motionAdapter: ModelAdapter<'img2vid_noaudio', ResolvedMotion, MediaRef> = {
  ...FILM_OF_PICTURE,
  module: 'img2vid_noaudio',
  announce: 'Your video is ready.',
  failure: 'The video could not be made from this picture.',
  stored: resolvedMotionSchema,

  async normalize(ctx, { userId, params: { noCache, ...params }, pointer }) {
    const { sha256 } = await requireImage(ctx, { userId, ref: params.image, pointer: `${pointer}/image` });
    return {
      params,
      modelId: MODELS[params.quality],
      modelPointer: `${pointer}/quality`,
      identity: { ...params, image: sha256 },
      reuse: !noCache,
    };
  },

  finalParams: (params) => params,

  generateFinal: async (ctx, run, { image, prompt, negativePrompt, seconds }) => [
    await makeFilm(ctx, run, {
      parts: async () => [null],
      lengthMs: () => seconds * 1_000,
      submit: async ({ options, model, handing }) => {
        const imageUrl = await handOverImage(ctx, options, {
          userId: run.job.userId,
          ref: image,
          signal: run.signal,
        });
        const input = { imageUrl, prompt, negativePrompt, seconds };
        return { hand: () => createKlingVideo(options, model).submit(input, handing) };
      },
    }),
  ],

  keepInputs: (ctx, { userId, params }) => keepUploads(ctx, { userId, refs: [params.image] }),
};
