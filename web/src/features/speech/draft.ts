import type { SpeechParams } from '../../api/wire.ts';

/** What stands in the editor. Unlike the wire's params every value is there, so that sliders have a place. */
export type Draft = {
  text: string;
  voiceId: string | undefined;
  language: string;
  speed: number;
  pitch: number;
  volume: number;
  hq: boolean;
};

export const NEUTRAL = { speed: 1, pitch: 0, volume: 100 } as const;
const EMPTY: Draft = { text: '', voiceId: undefined, language: 'en', ...NEUTRAL, hq: false };
const STORAGE_KEY = 'ozvena.speech.draft';

/** A job's params as a draft, to go on from. */
export const draftOf = (params: SpeechParams): Draft => ({
  text: params.text,
  voiceId: params.voiceId,
  language: params.language ?? EMPTY.language,
  speed: params.speed ?? NEUTRAL.speed,
  pitch: params.pitch ?? NEUTRAL.pitch,
  volume: params.volume ?? NEUTRAL.volume,
  hq: params.hq ?? false,
});

/** A draft as the wire wants it: neutral values are left out, so that equal sounds are equal requests. */
export const paramsOf = (draft: Draft, voiceId: string | undefined): SpeechParams => ({
  text: draft.text,
  language: draft.language,
  ...(voiceId === undefined ? {} : { voiceId }),
  ...(draft.speed === NEUTRAL.speed ? {} : { speed: draft.speed }),
  ...(draft.pitch === NEUTRAL.pitch ? {} : { pitch: draft.pitch }),
  ...(draft.volume === NEUTRAL.volume ? {} : { volume: draft.volume }),
  ...(draft.hq ? { hq: true } : {}),
});

const isDraft = (value: unknown): value is Partial<Draft> => typeof value === 'object' && value !== null;

/** What was written in this tab; an unreadable or foreign value is an empty draft. */
export const readDraft = (stored: string | null): Draft => {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    if (!isDraft(value)) return EMPTY;
    const text = (wanted: unknown, other: string): string => (typeof wanted === 'string' ? wanted : other);
    const number = (wanted: unknown, other: number): number =>
      typeof wanted === 'number' && Number.isFinite(wanted) ? wanted : other;
    return {
      text: text(value.text, EMPTY.text),
      voiceId: typeof value.voiceId === 'string' ? value.voiceId : undefined,
      language: text(value.language, EMPTY.language),
      speed: number(value.speed, EMPTY.speed),
      pitch: number(value.pitch, EMPTY.pitch),
      volume: number(value.volume, EMPTY.volume),
      hq: value.hq === true,
    };
  } catch {
    return EMPTY;
  }
};

/** Keeps the draft for this tab. A full or absent storage costs the draft, not the page. */
export const keepDraft = (draft: Draft): void => {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(draft));
  } catch {
    // Nothing to do: the text still stands in the editor.
  }
};

export const loadDraft = (): Draft => {
  try {
    return readDraft(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return EMPTY;
  }
};
