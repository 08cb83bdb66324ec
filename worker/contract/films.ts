import { z } from 'zod';
import { avatarIdSchema } from './avatars.ts';
import { FILM_PROMPT_MAX_CHARS, FILM_SECONDS, UPLOAD_AUDIO_MAX_MS } from './limits.ts';
import { mediaRefSchema } from './media-ref.ts';

const promptSchema = z.string().trim().min(1).max(FILM_PROMPT_MAX_CHARS);
const secondsSchema = z.literal(FILM_SECONDS).meta({ description: 'How long the film is, in seconds.' });
const noCacheSchema = z
  .boolean()
  .optional()
  .meta({ description: 'Make it anew, also where the very same is still kept from before.' });

/** A picture that begins to move, without a sound. */
export const motionParamsSchema = z
  .strictObject({
    image: mediaRefSchema,
    prompt: promptSchema.meta({ description: 'What is to happen in the picture.' }),
    negativePrompt: promptSchema.optional().meta({ description: 'What is not to be seen.' }),
    seconds: secondsSchema,
    quality: z
      .enum(['standard', 'pro'])
      .default('pro')
      .meta({ description: 'Which model makes it; each has a price.' }),
    noCache: noCacheSchema,
  })
  .meta({ id: 'MotionParams' });

/** A picture of somebody who speaks a sound. */
export const portraitParamsSchema = z
  .strictObject({
    image: mediaRefSchema,
    audio: mediaRefSchema,
    startMs: z
      .int()
      .min(0)
      .max(UPLOAD_AUDIO_MAX_MS)
      .default(0)
      .meta({ description: 'Where in the sound the film begins; it is as long as `seconds` at most.' }),
    seconds: secondsSchema,
    prompt: promptSchema.optional().meta({ description: 'How it is to be spoken, and before what.' }),
    noCache: noCacheSchema,
  })
  .meta({ id: 'PortraitParams' });

/** One of the house's people who speaks a sound of any length that is taken. */
export const clipParamsSchema = z
  .strictObject({ audio: mediaRefSchema, avatarId: avatarIdSchema, noCache: noCacheSchema })
  .meta({ id: 'ClipParams' });

const resolved = { noCache: true } as const;
export const resolvedMotionSchema = motionParamsSchema.omit(resolved).meta({ id: 'ResolvedMotion' });
export const resolvedPortraitSchema = portraitParamsSchema.omit(resolved).meta({ id: 'ResolvedPortrait' });
export const resolvedClipSchema = clipParamsSchema
  .omit(resolved)
  .extend({ durationMs: z.int().positive().meta({ description: 'How long the sound is, as it was measured.' }) })
  .meta({ id: 'ResolvedClip' });
export type ResolvedMotion = z.infer<typeof resolvedMotionSchema>;
export type ResolvedPortrait = z.infer<typeof resolvedPortraitSchema>;
export type ResolvedClip = z.infer<typeof resolvedClipSchema>;
