import { z } from 'zod';
import type { Picture } from '../engine/video/picture.ts';
import { drawPortrait } from '../engine/video/portrait.ts';
import { FAL_VEED_MAX_SECONDS } from '../limits.ts';
import { FalError } from './fal-error.ts';
import { publishFilm } from './fal-film.ts';
import { readInputSound } from './fal-input-files.ts';
import type { FalModel } from './fal-model.ts';

/** The vendor's whole list. */
const AVATARS = [
  'emily_vertical_primary',
  'emily_vertical_secondary',
  'marcus_vertical_primary',
  'marcus_vertical_secondary',
  'mira_vertical_primary',
  'mira_vertical_secondary',
  'jasmine_vertical_primary',
  'jasmine_vertical_secondary',
  'jasmine_vertical_walking',
  'aisha_vertical_walking',
  'elena_vertical_primary',
  'elena_vertical_secondary',
  'any_male_vertical_primary',
  'any_female_vertical_primary',
  'any_male_vertical_secondary',
  'any_female_vertical_secondary',
  'any_female_vertical_walking',
  'emily_primary',
  'emily_side',
  'marcus_primary',
  'marcus_side',
  'aisha_walking',
  'elena_primary',
  'elena_side',
  'any_male_primary',
  'any_female_primary',
  'any_male_side',
  'any_female_side',
] as const;

const SECONDS_PER_MINUTE = 60;

const inputSchema = z.object({ audio_url: z.string(), avatar_id: z.enum(AVATARS) });

type Avatar = (typeof AVATARS)[number];

/** One of them, upright or lying as his name says. */
export const drawAvatar = (id: Avatar): Picture => drawPortrait(id, { isUpright: id.includes('_vertical_') });

export const isAvatar = (id: string): id is Avatar => (AVATARS as readonly string[]).includes(id);

/** Veed's avatars: a drawn one of the chosen shape, as long as the sound. */
export const veedAvatars: FalModel = async (raw, call) => {
  const input = inputSchema.safeParse(raw);
  if (!input.success) throw FalError.fromZod(input.error);
  const { audio_url, avatar_id } = input.data;
  const sound = await readInputSound(call.env, 'audio_url', audio_url, FAL_VEED_MAX_SECONDS);
  const { seconds } = sound;
  const picture = drawAvatar(avatar_id);
  const video = await publishFilm(call, picture, { seconds, sound });
  return { result: { video }, billable_units: seconds / SECONDS_PER_MINUTE };
};
