import {
  PITCH_MAX,
  PITCH_MIN,
  SPEED_MAX,
  SPEED_MIN,
  VOLUME_MAX,
  VOLUME_MIN,
} from '../../../../worker/contract/limits.ts';
import type { SpeechParams, Vendor, Voice } from '../../api/wire.ts';
import { type Draft, NEUTRAL } from './draft.ts';

type Range = { min: number; max: number };
export type RangedControl = 'speed' | 'pitch' | 'volume';

const OURS: Record<RangedControl, Range> = {
  speed: { min: SPEED_MIN, max: SPEED_MAX },
  pitch: { min: PITCH_MIN, max: PITCH_MAX },
  volume: { min: VOLUME_MIN, max: VOLUME_MAX },
};

/** How far a control goes: the vendor's range inside of ours; undefined where he lacks it or is not known yet. */
export const rangeOf = (vendor: Vendor | undefined, control: RangedControl): Range | undefined => {
  const own = vendor?.capabilities[control];
  if (!own) return undefined;
  return { min: Math.max(own.min, OURS[control].min), max: Math.min(own.max, OURS[control].max) };
};

const moveInto = (range: Range | undefined, value: number, neutral: number): number =>
  range === undefined ? neutral : Math.min(range.max, Math.max(range.min, value));

/**
 * The draft as a voice of this vendor can speak it. What the vendor lacks is at its neutral, and what goes further than
 * he does is moved to his end; the draft itself keeps both, for the next vendor.
 */
export const fitDraft = (draft: Draft, vendor: Vendor, voice: Voice): Draft => {
  const { capabilities } = vendor;
  const tuning = capabilities.tuning.flatMap(({ id, min, max, default: neutral }) => {
    const value = draft.tuning[id];
    return value === undefined || value === neutral ? [] : [[id, moveInto({ min, max }, value, neutral)]];
  });
  const moved = (control: RangedControl) => moveInto(rangeOf(vendor, control), draft[control], NEUTRAL[control]);
  return {
    ...draft,
    speed: moved('speed'),
    pitch: moved('pitch'),
    volume: moved('volume'),
    hq: draft.hq && hasQuality(vendor),
    style: voice.styles.includes(draft.style) ? draft.style : NEUTRAL.style,
    instructions: capabilities.instructions ? draft.instructions : NEUTRAL.instructions,
    seed: capabilities.seed ? draft.seed : undefined,
    tuning: Object.fromEntries(tuning),
    format: fitDraftFormat(draft, vendor),
  };
};

/** The wanted format where the vendor has it, else MP3, which all of them have. */
export const fitDraftFormat = ({ format }: Pick<Draft, 'format'>, { capabilities }: Vendor): Draft['format'] =>
  capabilities.formats.includes(format) ? format : NEUTRAL.format;

/** Whether asking for high quality changes anything: the sound, or at least the price. */
export const hasQuality = ({ capabilities, price }: Vendor): boolean =>
  capabilities.highQuality || (price.kind === 'per_char' && price.hqFactor > 1);

/** How a fitted draft is spoken, as the wire wants it: neutral values are left out, so that equal sounds are equal requests. */
export const optionsOf = (draft: Draft, voice: Voice | undefined, language: string): Omit<SpeechParams, 'text'> => ({
  language,
  ...(voice === undefined ? {} : { voiceId: voice.id }),
  ...(draft.speed === NEUTRAL.speed ? {} : { speed: draft.speed }),
  ...(draft.pitch === NEUTRAL.pitch ? {} : { pitch: draft.pitch }),
  ...(draft.volume === NEUTRAL.volume ? {} : { volume: draft.volume }),
  ...(draft.hq ? { hq: true } : {}),
  ...(draft.style === NEUTRAL.style ? {} : { style: draft.style }),
  ...(draft.instructions.trim() === '' ? {} : { instructions: draft.instructions.trim() }),
  ...(draft.seed === undefined ? {} : { seed: draft.seed }),
  ...(Object.keys(draft.tuning).length === 0 ? {} : { tuning: draft.tuning }),
  ...(draft.format === NEUTRAL.format ? {} : { format: draft.format }),
  ...(draft.format !== 'mp3' || draft.bitrateKbps === undefined ? {} : { bitrateKbps: draft.bitrateKbps }),
  ...(draft.fallback ? { fallback: true } : {}),
});
