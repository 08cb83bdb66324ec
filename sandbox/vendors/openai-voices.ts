import type { PlayedVoice } from './played-voice.ts';

const play = (house: PlayedVoice['house'], pitch: number, pace: number): PlayedVoice => ({ house, pitch, pace });

/** OpenAI's built-in voices, each played so that no two sound alike. */
export const OPENAI_VOICES: Readonly<Record<string, PlayedVoice>> = {
  alloy: play('sol', 0, 1),
  ash: play('hugo', 1, 1),
  ballad: play('felix', -3, 0.9),
  coral: play('iris', 0, 1),
  echo: play('bruno', 4, 1.02),
  fable: play('felix', 3, 1.05),
  onyx: play('bruno', -1, 0.94),
  nova: play('clara', 1, 1),
  sage: play('maren', -1, 0.98),
  shimmer: play('iris', 4, 0.94),
  verse: play('hugo', 5, 1.1),
  marin: play('maren', 4, 1.06),
  cedar: play('sol', -5, 0.95),
};

/** Those that tts-1 and tts-1-hd do not have. */
export const STEERED_ONLY_VOICES: readonly string[] = ['ballad', 'verse', 'marin', 'cedar'];
