import type { AudioFormat, BitrateKbps, JobParams, Preferences } from '../../api/wire.ts';
import { createDraftKeeper, isOneOf, isSwitch, isText, type Kinds } from '../editor/kept-draft.ts';
import { areScenes, type DraftScene } from './scenes.ts';

export type MadeScenes = { jobId: string; numbers: Readonly<Record<string, number>> };

/** What stands in the editor. Unlike the wire's params every value is there, so that each control has a place. */
export type Draft = {
  mode: 'script' | 'scenes';
  text: string;
  /** Empty until the script is cut. */
  scenes: readonly DraftScene[];
  /** The job that made the scenes last, and the number there of each whose words are still the same. */
  made: MadeScenes | undefined;
  /** What was ordered last, to be shown again. */
  jobId: string | undefined;
  /** Whose voice it is: where the voice has gone, another of the same house is the nearest. */
  provider: string | undefined;
  voiceId: string | undefined;
  language: string;
  speed: number;
  pitch: number;
  volume: number;
  hq: boolean;
  /** Empty for the voice's plain way. */
  style: string;
  instructions: string;
  seed: number | undefined;
  /** Only what was moved, by the vendor's ids. */
  tuning: Readonly<Record<string, number>>;
  format: AudioFormat;
  /** Undefined for what the quality brings along. */
  bitrateKbps: BitrateKbps | undefined;
  fallback: boolean;
};

export const NEUTRAL = {
  speed: 1,
  pitch: 0,
  volume: 100,
  style: '',
  instructions: '',
  format: 'mp3',
} as const;
export const BITRATES_KBPS = [64, 128, 192] as const satisfies readonly BitrateKbps[];
const FIRST_LANGUAGE = 'en';

/** A job's params as a change of the draft, to go on from. They hold but the beginning of a long script, which is taken from elsewhere. */
export const draftOf = (params: JobParams): Omit<Draft, 'mode' | 'text' | 'scenes' | 'made' | 'jobId'> => ({
  provider: undefined,
  voiceId: params.voiceId,
  language: params.language,
  speed: params.speed,
  pitch: params.pitch,
  volume: params.volume,
  hq: params.hq,
  style: params.style ?? NEUTRAL.style,
  instructions: params.instructions ?? NEUTRAL.instructions,
  seed: params.seed,
  tuning: params.tuning,
  format: params.format,
  bitrateKbps: params.bitrateKbps,
  fallback: params.fallback,
});

/** The draft that shows: what was changed in this tab, over what the account remembers, over the voice's own way. */
export const composeDraft = (own: Partial<Draft>, kept: Preferences = {}): Draft => ({
  mode: own.mode ?? 'script',
  text: own.text ?? '',
  scenes: own.scenes ?? [],
  made: own.made,
  jobId: own.jobId,
  provider: own.provider ?? kept.provider,
  voiceId: own.voiceId ?? kept.voiceId,
  language: own.language ?? kept.language ?? FIRST_LANGUAGE,
  speed: own.speed ?? kept.speed ?? NEUTRAL.speed,
  pitch: own.pitch ?? kept.pitch ?? NEUTRAL.pitch,
  volume: own.volume ?? kept.volume ?? NEUTRAL.volume,
  hq: own.hq ?? kept.hq ?? false,
  style: own.style ?? kept.style ?? NEUTRAL.style,
  instructions: own.instructions ?? kept.instructions ?? NEUTRAL.instructions,
  seed: own.seed,
  tuning: own.tuning ?? {},
  format: own.format ?? kept.format ?? NEUTRAL.format,
  bitrateKbps: own.bitrateKbps ?? kept.bitrateKbps,
  fallback: own.fallback ?? kept.fallback ?? false,
});

const REMEMBERED = [
  'provider',
  'voiceId',
  'language',
  'speed',
  'pitch',
  'volume',
  'hq',
  'style',
  'instructions',
  'format',
  'bitrateKbps',
  'fallback',
] as const satisfies (keyof Draft & keyof Preferences)[];

/** The part of a change that the account remembers, so that it is the same elsewhere. Seed and fine tuning go with a text. */
export const rememberedOf = (change: Partial<Draft>): Preferences =>
  Object.fromEntries(
    REMEMBERED.flatMap((name) => {
      const value = change[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const areNumbers = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite);

const isMade = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'jobId' in value &&
  typeof value.jobId === 'string' &&
  'numbers' in value &&
  areNumbers(value.numbers);

/** What may stand in a draft's fields when it is read again. */
export const DRAFT_KINDS: Kinds<Draft> = {
  mode: isOneOf(['script', 'scenes']),
  text: isText,
  scenes: areScenes,
  made: isMade,
  jobId: isText,
  provider: isText,
  voiceId: isText,
  language: isText,
  speed: Number.isFinite,
  pitch: Number.isFinite,
  volume: Number.isFinite,
  hq: isSwitch,
  style: isText,
  instructions: isText,
  seed: Number.isSafeInteger,
  tuning: areNumbers,
  format: isOneOf(['mp3', 'wav', 'opus']),
  bitrateKbps: isOneOf(BITRATES_KBPS),
  fallback: isSwitch,
};

export const KEPT_DRAFT = createDraftKeeper('ozvena.speech.draft', DRAFT_KINDS);
