import type { MediaRef, ParamsOf } from '../../api/wire.ts';
import { createDraftKeeper, isOneOf, isText } from '../editor/kept-draft.ts';
import type { JobOf } from '../editor/tool.ts';
import type { FilmSeconds } from '../tool-parts/length-choice.tsx';
import { isMediaRef } from '../tool-parts/media-ref.ts';

const QUALITIES = ['standard', 'pro'] as const;

/** What stands in the editor. */
export type Draft = {
  image: MediaRef | undefined;
  prompt: string;
  negativePrompt: string;
  seconds: FilmSeconds;
  quality: (typeof QUALITIES)[number];
  /** What was ordered last, to be shown again. */
  jobId: string | undefined;
};

export const EMPTY: Draft = {
  image: undefined,
  prompt: '',
  negativePrompt: '',
  seconds: 5,
  quality: 'pro',
  jobId: undefined,
};

export const KEPT_DRAFT = createDraftKeeper<Draft>('ozvena.motion.draft', {
  image: isMediaRef,
  prompt: isText,
  negativePrompt: isText,
  seconds: isOneOf([5, 10]),
  quality: isOneOf(QUALITIES),
  jobId: isText,
});

/** The order of a draft; undefined as long as something is missing in it. */
export const orderOf = (draft: Draft): ParamsOf<'img2vid_noaudio'> | undefined => {
  const { image, prompt, negativePrompt, seconds, quality } = draft;
  if (image === undefined || prompt.trim() === '') return undefined;
  const avoided = negativePrompt.trim();
  return { image, prompt, seconds, quality, ...(avoided === '' ? {} : { negativePrompt: avoided }) };
};

/** A job's settings, to go on from. */
export const draftOf = ({ params }: JobOf<'img2vid_noaudio'>): Partial<Draft> => ({
  image: params.image,
  prompt: params.prompt,
  negativePrompt: params.negativePrompt ?? '',
  seconds: params.seconds,
  quality: params.quality,
});
