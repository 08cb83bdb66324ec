import type { SpeechRequest } from '../../providers/provider.ts';
import type { SpeechOptions } from './track.ts';

/** A piece of a script, and what stands around it. */
export type SpokenText = {
  text: string;
  voiceId: string;
  language: string;
  previousText?: string | undefined;
  nextText?: string | undefined;
};

/** One call of a vendor, as its adapter takes it. */
export const toSpeechRequest = (options: SpeechOptions, spoken: SpokenText): SpeechRequest => ({
  text: spoken.text,
  voice: spoken.voiceId.slice(spoken.voiceId.indexOf(':') + 1),
  language: spoken.language,
  speed: options.speed,
  pitch: options.pitch,
  volume: options.volume,
  quality: options.hq ? 'high' : 'standard',
  format: options.format,
  bitrateKbps: options.bitrateKbps,
  style: options.style,
  instructions: options.instructions,
  seed: options.seed,
  previousText: spoken.previousText,
  nextText: spoken.nextText,
  tuning: options.tuning,
});
