import { z } from 'zod';
import { FAL_AVATAR_MAX_SECONDS, FAL_PROMPT_MAX_CHARS } from '../limits.ts';
import { FalError } from './fal-error.ts';
import { publishFilm } from './fal-film.ts';
import { readInputPicture, readInputSound } from './fal-input-files.ts';
import type { FalModel } from './fal-model.ts';

const prompt = z.string().max(FAL_PROMPT_MAX_CHARS);

// What is not known is passed over, as the vendor does.
const imageToVideoSchema = z.object({
  prompt: prompt.min(1),
  image_url: z.string(),
  tail_image_url: z.string().nullish(),
  duration: z.enum(['5', '10']).default('5'),
  negative_prompt: prompt.default('blur, distort, and low quality'),
  cfg_scale: z.number().min(0).max(1).default(0.5),
});

/** Kling v2.1, either edition: a film of 5 or 10 s without a sound. No prompt is understood: the picture comes closer. */
export const klingImageToVideo: FalModel = async (raw, call) => {
  const input = imageToVideoSchema.safeParse(raw);
  if (!input.success) throw FalError.fromZod(input.error);
  const { image_url, tail_image_url, duration } = input.data;
  const picture = await readInputPicture(call.env, 'image_url', image_url);
  if (tail_image_url) await readInputPicture(call.env, 'tail_image_url', tail_image_url);
  const seconds = Number(duration);
  return { result: { video: await publishFilm(call, picture, { seconds }) }, billable_units: seconds };
};

const avatarSchema = z.object({
  image_url: z.string(),
  audio_url: z.string(),
  prompt: prompt.nullish(),
});

/** Kling v1 pro ai-avatar: a film as long as its sound. */
export const klingAvatar: FalModel = async (raw, call) => {
  const input = avatarSchema.safeParse(raw);
  if (!input.success) throw FalError.fromZod(input.error);
  const { image_url, audio_url } = input.data;
  const picture = await readInputPicture(call.env, 'image_url', image_url);
  const sound = await readInputSound(call.env, 'audio_url', audio_url, FAL_AVATAR_MAX_SECONDS);
  const { seconds } = sound;
  const video = await publishFilm(call, picture, { seconds, sound });
  return { result: { video, duration: seconds }, billable_units: Math.ceil(seconds) };
};
