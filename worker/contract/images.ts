import { z } from 'zod';
import { IMAGE_PROMPT_MAX_CHARS, IMAGES_MAX, SEED_MAX } from './limits.ts';
import { mediaRefSchema } from './media-ref.ts';

export const ASPECT_RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9'] as const;
export type AspectRatio = (typeof ASPECT_RATIOS)[number];

/** Looks that a picture may have, besides what its prompt says. */
export const IMAGE_STYLES = [
  'photo',
  'cinematic',
  'illustration',
  'watercolor',
  'oil',
  'line_art',
  'anime',
  'pixel_art',
  'render_3d',
] as const;
export type ImageStyle = (typeof IMAGE_STYLES)[number];

const fields = {
  prompt: z.string().meta({ description: `What is to be seen, in at most ${IMAGE_PROMPT_MAX_CHARS} characters.` }),
  aspectRatio: z.enum(ASPECT_RATIOS),
  style: z.enum(IMAGE_STYLES),
  seed: z.int().min(0).max(SEED_MAX).meta({
    description: 'The same seed and order give the same picture, as far as the model can.',
  }),
  count: z.int().min(1).max(IMAGES_MAX),
  reference: mediaRefSchema.meta({ description: 'A picture of yours to go by.' }),
};

/** An order of pictures. */
export const imageParamsSchema = z
  .strictObject({
    prompt: fields.prompt,
    aspectRatio: fields.aspectRatio.optional(),
    style: fields.style.optional(),
    seed: fields.seed.optional(),
    count: fields.count.optional(),
    reference: fields.reference.optional(),
    noCache: z.boolean().optional().meta({ description: 'Have it made anew, and pay for it.' }),
  })
  .meta({ id: 'ImageParams' });
export type ImageParams = z.infer<typeof imageParamsSchema>;

/** The same with everything decided. */
export const resolvedImageSchema = z
  .strictObject({
    prompt: fields.prompt,
    aspectRatio: fields.aspectRatio,
    style: fields.style.nullable(),
    /** Of the first picture; the next ones have the numbers after it. */
    seed: fields.seed,
    count: fields.count,
    reference: fields.reference.nullable(),
  })
  .meta({ id: 'ResolvedImage' });
export type ResolvedImage = z.infer<typeof resolvedImageSchema>;
