import type { AvatarId } from '../../contract/avatars.ts';
import { type ResolvedClip, resolvedClipSchema } from '../../contract/films.ts';
import { FILM_PIECE_MAX_MS, FILM_PIECES_AT_ONCE } from '../../contract/limits.ts';
import { PREVIEW_MAX_PX } from '../../media/image/scale-image.ts';
import { priceOf } from '../../pricing/price.ts';
import { createVeedAvatars } from '../../providers/fal-video.ts';
import { readAvatarPicture } from '../avatars/read-avatar-picture.ts';
import type { ModelAdapter } from '../tools/model-adapter.ts';
import { keepUploads } from '../uploads/take-media.ts';
import { cancelFilm } from './cancel-film.ts';
import { captionFilm } from './caption-film.ts';
import { handOverSound, splitTakenSound } from './hand-over.ts';
import { makeFilm } from './make-film.ts';
import { showStill } from './make-poster.ts';
import { requireSound } from './require-input.ts';

const MODEL = 'veed-avatars';
const MS_PER_SECOND = 1_000;

/** One of the vendor's people who speaks a sound; a long one in pieces of a minute, which are joined. */
export const clipAdapter: ModelAdapter<'audio2vid', ResolvedClip, AvatarId> = {
  module: 'audio2vid',
  type: 'video',
  isHeavy: true,
  announce: 'Your video is ready.',
  failure: 'The video could not be made from this sound.',
  stored: resolvedClipSchema,

  async normalize(ctx, { userId, params: { noCache, ...params }, pointer }) {
    const { sha256, durationMs } = await requireSound(ctx, { userId, ref: params.audio, pointer: `${pointer}/audio` });
    return {
      params: { ...params, durationMs },
      modelId: MODEL,
      modelPointer: pointer,
      identity: { ...params, audio: sha256 },
      reuse: !noCache,
    };
  },

  estimate: ({ durationMs }, rule) => ({
    credits: priceOf(rule, { kind: 'per_started_minute', seconds: durationMs / MS_PER_SECOND }),
    allowance: null,
    rounds: Math.ceil(Math.ceil(durationMs / FILM_PIECE_MAX_MS) / FILM_PIECES_AT_ONCE),
  }),

  previewParams: ({ avatarId }) => avatarId,
  finalParams: (params) => params,

  async generatePreview(ctx, run, avatarId) {
    const picture = await readAvatarPicture(ctx, { avatarId, maxSidePx: PREVIEW_MAX_PX });
    return picture ? showStill(ctx, run, picture) : [];
  },

  generateFinal: async (ctx, run, { audio, avatarId }) => {
    const { userId } = run.job;
    const film = await makeFilm(ctx, run, {
      parts: () => splitTakenSound(ctx, { userId, ref: audio, maxMs: FILM_PIECE_MAX_MS }),
      lengthMs: (part) => part?.lengthMs ?? 0,
      submit: async ({ options, model, piece, handing }) => {
        if (!piece.sound) throw new Error(`job ${run.job.id} has a piece without a sound`);
        const audioUrl = await handOverSound(ctx, options, {
          userId,
          ref: audio,
          part: piece.sound,
          signal: run.signal,
        });
        return { hand: () => createVeedAvatars(options, model).submit({ audioUrl, avatarId }, handing) };
      },
    });
    return [await captionFilm(ctx, film, { ref: audio, startMs: 0 })];
  },

  cancel: cancelFilm,
  keepInputs: (ctx, { userId, params }) => keepUploads(ctx, { userId, refs: [params.audio] }),
};
