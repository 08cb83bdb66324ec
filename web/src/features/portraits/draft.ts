import type { MediaRef, ParamsOf } from '../../api/wire.ts';
import { createDraftKeeper, isOneOf, isText } from '../editor/kept-draft.ts';
import type { JobOf } from '../editor/tool.ts';
import type { FilmSeconds } from '../tool-parts/length-choice.tsx';
import { isMediaRef } from '../tool-parts/media-ref.ts';

/** What stands in the editor. */
export type Draft = {
  image: MediaRef | undefined;
  /** Where the sound comes from: a file, or words that are spoken here first. */
  source: 'file' | 'spoken';
  audio: MediaRef | undefined;
  startMs: number;
  seconds: FilmSeconds;
  prompt: string;
  /** The words to be spoken, in whose voice, and the job that speaks them. */
  words: string;
  voiceId: string | undefined;
  provider: string | undefined;
  speechJobId: string | undefined;
  /** What was ordered last, to be shown again. */
  jobId: string | undefined;
};

export const EMPTY: Draft = {
  image: undefined,
  source: 'file',
  audio: undefined,
  startMs: 0,
  seconds: 5,
  prompt: '',
  words: '',
  voiceId: undefined,
  provider: undefined,
  speechJobId: undefined,
  jobId: undefined,
};

export const KEPT_DRAFT = createDraftKeeper<Draft>('ozvena.portraits.draft', {
  image: isMediaRef,
  source: isOneOf(['file', 'spoken']),
  audio: isMediaRef,
  startMs: Number.isSafeInteger,
  seconds: isOneOf([5, 10]),
  prompt: isText,
  words: isText,
  voiceId: isText,
  provider: isText,
  speechJobId: isText,
  jobId: isText,
});

/** The order of a draft; undefined as long as something is missing in it. */
export const orderOf = (draft: Draft): ParamsOf<'img2vid_audio'> | undefined => {
  const { image, audio, startMs, seconds, prompt } = draft;
  if (image === undefined || audio === undefined) return undefined;
  const manner = prompt.trim();
  return { image, audio, startMs, seconds, ...(manner === '' ? {} : { prompt: manner }) };
};

/** A job's settings, to go on from. */
export const draftOf = ({ params }: JobOf<'img2vid_audio'>): Partial<Draft> => ({
  image: params.image,
  source: 'file',
  audio: params.audio,
  startMs: params.startMs,
  seconds: params.seconds,
  prompt: params.prompt ?? '',
});
