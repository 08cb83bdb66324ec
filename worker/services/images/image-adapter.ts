import { type ResolvedImage, resolvedImageSchema } from '../../contract/images.ts';
import { IMAGE_PROMPT_MAX_CHARS, SEED_MAX } from '../../contract/limits.ts';
import { findPromptFault } from '../../contract/text.ts';
import { invalidFields } from '../../errors.ts';
import { PREVIEW_MAX_PX } from '../../media/image/scale-image.ts';
import { priceOf } from '../../pricing/price.ts';
import type { ModelAdapter } from '../tools/model-adapter.ts';
import { keepUploads, readMedia } from '../uploads/take-media.ts';
import { type Drawing, drawAll } from './draw-all.ts';
import { styledPrompt } from './image-styles.ts';
import { showSmall } from './show-small.ts';

/** The model that draws (C§17). */
const IMAGE_MODEL_ID = 'gemini-2.5-flash-image';

const drawingOf = ({ prompt, style, aspectRatio, seed, count, reference }: ResolvedImage): Drawing => ({
  prompt: styledPrompt(prompt, style),
  aspectRatio,
  seed,
  count,
  reference,
});

/** Pictures (MOD-02): the first one is shown in small, and all are kept as the model made them. */
export const imageAdapter: ModelAdapter<
  'image',
  ResolvedImage,
  { drawing: Drawing; maxSidePx: number },
  { drawing: Drawing }
> = {
  module: 'image',
  type: 'image',
  isHeavy: false,
  announce: 'Your images are ready.',
  failure: 'This could not be drawn.',
  stored: resolvedImageSchema,

  normalize: async (ctx, { userId, params, pointer }) => {
    const { noCache = false, prompt, reference, seed, ...wishes } = params;
    const fault = findPromptFault(prompt, IMAGE_PROMPT_MAX_CHARS);
    if (fault) throw invalidFields([{ pointer: `${pointer}/prompt`, ...fault }]);
    const owned = reference && userId !== undefined ? { userId, ref: reference } : undefined;
    const taken = owned && (await readMedia(ctx, { ...owned, kind: 'image', pointer: `${pointer}/reference` }));
    const resolved: ResolvedImage = {
      prompt: prompt.normalize('NFC').trim(),
      aspectRatio: wishes.aspectRatio ?? '1:1',
      style: wishes.style ?? null,
      seed: seed ?? Math.floor(ctx.random() * (SEED_MAX + 1)),
      count: wishes.count ?? 1,
      reference: reference ?? null,
    };
    return {
      params: resolved,
      modelId: IMAGE_MODEL_ID,
      modelPointer: pointer,
      // Without a seed another picture is wanted each time, so such an order is the same only when it is sent again.
      identity: { ...resolved, seed: seed ?? null, reference: taken?.sha256 ?? null },
      reuse: !noCache && seed !== undefined,
    };
  },

  estimate: ({ count }, rule) => {
    if (rule.kind !== 'free_quota')
      return { credits: count * priceOf(rule, { kind: 'flat' }), allowance: null, rounds: 1 };
    const { freePerDay, creditsAfter: creditsPerUnit } = rule;
    return {
      credits: count * creditsPerUnit,
      allowance: { units: count, freePerDay, creditsPerUnit },
      rounds: count > 1 ? 2 : 1,
    };
  },

  previewParams: (params) => ({ drawing: drawingOf(params), maxSidePx: PREVIEW_MAX_PX }),
  finalParams: (params) => ({ drawing: drawingOf(params) }),
  generatePreview: async (ctx, run, { drawing, maxSidePx }) => {
    const [first] = await drawAll(ctx, run, drawing, { only: 1 });
    if (!first) throw new Error(`job ${run.job.id} drew nothing`);
    return [await showSmall(ctx, run.job, first, maxSidePx)];
  },
  generateFinal: (ctx, run, { drawing }) => drawAll(ctx, run, drawing, { only: undefined }),
  keepInputs: async (ctx, { userId, params: { reference } }) => {
    if (reference) await keepUploads(ctx, { userId, refs: [reference] });
  },
};
