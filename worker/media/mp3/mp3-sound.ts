import type { SoundFormat } from '../sound-format.ts';
import { cleanMp3 } from './clean-mp3.ts';
import { type Mp3Facts, mp3FactsSchema } from './facts.ts';
import { joinLive } from './join-live.ts';
import { joinMp3 } from './join-mp3.ts';
import { planJoin } from './plan-join.ts';

/** MP3, joined frame by frame. */
export const MP3_SOUND: SoundFormat<Mp3Facts> = {
  contentType: 'audio/mpeg',
  extension: 'mp3',
  factsSchema: mp3FactsSchema,
  clean: cleanMp3,
  plan: (parts) => {
    const plan = planJoin(parts);
    const { bytes, durationMs } = plan;
    return { bytes, durationMs, parts: plan.parts, join: (open) => joinMp3(plan, open) };
  },
  joinLive,
};
