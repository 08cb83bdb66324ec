import { IMAGES_MAX } from '../../../../worker/contract/limits.ts';
import type { AspectRatio, ImageStyle, MediaRef, ParamsOf } from '../../api/wire.ts';
import { createDraftKeeper, isOneOf, isText } from '../editor/kept-draft.ts';
import type { JobOf } from '../editor/tool.ts';
import { isMediaRef } from '../tool-parts/media-ref.ts';
import { SHAPES, STYLES } from './options.ts';

/** What stands in the editor. */
export type Draft = {
  prompt: string;
  aspectRatio: AspectRatio;
  style: ImageStyle | undefined;
  seed: number | undefined;
  count: number;
  reference: MediaRef | undefined;
  /** What was ordered last, to be shown again. */
  jobId: string | undefined;
};

export const EMPTY: Draft = {
  prompt: '',
  aspectRatio: '1:1',
  style: undefined,
  seed: undefined,
  count: 1,
  reference: undefined,
  jobId: undefined,
};

export const KEPT_DRAFT = createDraftKeeper<Draft>('ozvena.images.draft', {
  prompt: isText,
  aspectRatio: isOneOf(SHAPES),
  style: isOneOf(STYLES),
  seed: Number.isSafeInteger,
  count: isOneOf(Array.from({ length: IMAGES_MAX }, (_, index) => index + 1)),
  reference: isMediaRef,
  jobId: isText,
});

/** The order of a draft; undefined while nothing is described. */
export const orderOf = (draft: Draft): ParamsOf<'image'> | undefined => {
  const { prompt, aspectRatio, style, seed, count, reference } = draft;
  if (prompt.trim() === '') return undefined;
  return {
    prompt,
    aspectRatio,
    count,
    ...(style === undefined ? {} : { style }),
    ...(seed === undefined ? {} : { seed }),
    ...(reference === undefined ? {} : { reference }),
  };
};

/** A job's settings, to go on from. */
export const draftOf = ({ params }: JobOf<'image'>): Partial<Draft> => ({
  prompt: params.prompt,
  aspectRatio: params.aspectRatio,
  style: params.style ?? undefined,
  seed: params.seed,
  count: params.count,
  reference: params.reference ?? undefined,
});
