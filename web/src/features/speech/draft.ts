import type { Preferences, SpeechParams } from '../../api/wire.ts';

/** What stands in the editor. Unlike the wire's params every value is there, so that sliders have a place. */
export type Draft = {
  text: string;
  /** Whose voice it is: where the voice has gone, another of the same house is the nearest. */
  provider: string | undefined;
  voiceId: string | undefined;
  language: string;
  speed: number;
  pitch: number;
  volume: number;
  hq: boolean;
};

export const NEUTRAL = { speed: 1, pitch: 0, volume: 100 } as const;
const FIRST_LANGUAGE = 'en';
const STORAGE_KEY = 'ozvena.speech.draft';

/** A job's params as a draft, to go on from. */
export const draftOf = (params: SpeechParams): Draft => ({
  text: params.text,
  provider: undefined,
  voiceId: params.voiceId,
  language: params.language ?? FIRST_LANGUAGE,
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

/** The draft that shows: what was changed in this tab, over what the account remembers, over the voice's own way. */
export const composeDraft = (own: Partial<Draft>, kept: Preferences = {}): Draft => ({
  text: own.text ?? '',
  provider: own.provider ?? kept.provider,
  voiceId: own.voiceId ?? kept.voiceId,
  language: own.language ?? kept.language ?? FIRST_LANGUAGE,
  speed: own.speed ?? kept.speed ?? NEUTRAL.speed,
  pitch: own.pitch ?? kept.pitch ?? NEUTRAL.pitch,
  volume: own.volume ?? kept.volume ?? NEUTRAL.volume,
  hq: own.hq ?? kept.hq ?? false,
});

const KINDS: { [Key in keyof Draft]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string',
  provider: (value) => typeof value === 'string',
  voiceId: (value) => typeof value === 'string',
  language: (value) => typeof value === 'string',
  speed: Number.isFinite,
  pitch: Number.isFinite,
  volume: Number.isFinite,
  hq: (value) => typeof value === 'boolean',
};

/** What was changed in this tab; a value that is unreadable or foreign counts as unchanged. */
export const readDraft = (text: string | null): Partial<Draft> => {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return {};
    const stored = new Map(Object.entries(value));
    return Object.fromEntries(
      Object.entries(KINDS).flatMap(([name, isSound]) => {
        const field: unknown = stored.get(name);
        return isSound(field) ? [[name, field]] : [];
      }),
    );
  } catch {
    return {};
  }
};

/** Keeps what was changed for this tab. A full or absent storage costs the draft, not the page. */
export const keepDraft = (own: Partial<Draft>): void => {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(own));
  } catch {
    // Nothing to do: the text still stands in the editor.
  }
};

export const loadDraft = (): Partial<Draft> => {
  try {
    return readDraft(sessionStorage.getItem(STORAGE_KEY));
  } catch {
    return {};
  }
};
