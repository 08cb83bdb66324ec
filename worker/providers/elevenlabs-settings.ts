import { clampTo } from './fit.ts';
import type { SpeechCapabilities, SpeechRequest } from './provider.ts';

/** The controls of ElevenLabs, whoever sells it. */
export const SPEED = { min: 0.7, max: 1.2 };
export const TUNING: SpeechCapabilities['tuning'] = [
  { id: 'stability', min: 0, max: 1, default: 0.5 },
  { id: 'similarity_boost', min: 0, max: 1, default: 0.75 },
  { id: 'style', min: 0, max: 1, default: 0 },
];

/** More of the script than this, before or after, changes nothing that is heard. */
const CONTEXT_MAX_CHARS = 1_000;

/** Those of the controls that a request moves, by the vendor's names. */
export const voiceSettingsOf = (request: SpeechRequest): Record<string, number> => {
  const settings: Record<string, number> = {};
  for (const control of TUNING) {
    const value = request.tuning[control.id];
    if (value !== undefined) settings[control.id] = clampTo(control, value);
  }
  if (request.speed !== 1) settings.speed = clampTo(SPEED, request.speed);
  return settings;
};

/** What stands before and after the text, by the vendor's names. */
export const contextOf = ({ previousText, nextText }: SpeechRequest): Record<string, string> => ({
  ...(previousText ? { previous_text: previousText.slice(-CONTEXT_MAX_CHARS) } : {}),
  ...(nextText ? { next_text: nextText.slice(0, CONTEXT_MAX_CHARS) } : {}),
});
