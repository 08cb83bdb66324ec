import { SILENT_PIECE_MS, SOUND_MIN_PEAK, VOLUME_MAX } from '../limits.ts';
import type { SpokenPiece, SpokenWord } from './speech-engine.ts';

const FULL_SCALE = 32_768;

export type RenderOptions = {
  sample_rate: number;
  /** 0 to 100, a plain factor: it only ever lowers, so nothing clips. */
  volume: number;
  /** Shortens the pause as it shortens the speech. */
  speed: number;
  /** Silence after the piece at speed 1. */
  pause_ms: number;
};

export type RenderedPiece = {
  /** Between -1 and 1, the pause included. */
  samples: Float32Array;
  /** How many of the samples come before the pause. */
  spoken_samples: number;
  words: SpokenWord[];
};

const isSilent = (samples: Int16Array): boolean => {
  for (const sample of samples) if (sample > SOUND_MIN_PEAK || sample < -SOUND_MIN_PEAK) return false;
  return true;
};

/** Volume and pause. What the engine has no sound for becomes a short silence instead of nothing at all. */
export const renderPiece = (spoken: SpokenPiece, options: RenderOptions): RenderedPiece => {
  const toSamples = (ms: number): number => Math.round((ms * options.sample_rate) / 1000 / options.speed);
  const silent = isSilent(spoken.samples);
  const spoken_samples = silent ? toSamples(SILENT_PIECE_MS) : spoken.samples.length;
  const samples = new Float32Array(spoken_samples + toSamples(options.pause_ms));
  if (silent) return { samples, spoken_samples, words: [] };
  const scale = options.volume / VOLUME_MAX / FULL_SCALE;
  for (let at = 0; at < spoken_samples; at += 1) samples[at] = (spoken.samples[at] ?? 0) * scale;
  return { samples, spoken_samples, words: spoken.words };
};
