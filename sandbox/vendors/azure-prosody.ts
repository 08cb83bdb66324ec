import { AZURE_PITCH_MAX, PITCH_MIN, SPEED_MAX, SPEED_MIN, SSML_BREAK_MAX_MS, VOLUME_MAX } from '../limits.ts';
import { SsmlError } from './azure-ssml.ts';

/** Speed is a factor, pitch in semitones, volume 0 to 100. */
export type Prosody = { speed: number; pitch: number; volume: number };
export const PLAIN: Prosody = { speed: 1, pitch: 0, volume: VOLUME_MAX };

/** Roughly where a voice speaks, to which a pitch in Hz is compared. */
const PLAIN_PITCH_HZ = 160;

const RATES: Readonly<Record<string, number>> = {
  'x-slow': 0.5,
  slow: 0.64,
  medium: 1,
  fast: 1.55,
  'x-fast': 2,
  default: 1,
};
const PITCHES: Readonly<Record<string, number>> = {
  'x-low': 0.55,
  low: 0.8,
  medium: 1,
  high: 1.2,
  'x-high': 1.45,
  default: 1,
};
const VOLUMES: Readonly<Record<string, number>> = {
  silent: 0,
  'x-soft': 20,
  soft: 40,
  medium: 60,
  loud: 80,
  'x-loud': 100,
  default: 100,
};
const STRENGTHS_MS: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 250,
  weak: 500,
  medium: 750,
  strong: 1_000,
  'x-strong': 1_250,
};

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
const own = (table: Readonly<Record<string, number>>, word: string): number | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

type Amount = { sign: '' | '+' | '-'; amount: number; unit: string };

const readAmount = (text: string, attribute: string): Amount => {
  const [, sign = '', digits, unit = ''] = /^([+-]?)(\d+(?:\.\d+)?|\.\d+)([A-Za-z%]*)$/.exec(text) ?? [];
  if (digits === undefined) throw new SsmlError(`${attribute}="${text}"`);
  const amount = Number(digits) * (sign === '-' ? -1 : 1);
  return { sign: sign === '+' || sign === '-' ? sign : '', amount, unit };
};

const readRate = (text: string): number => {
  const word = own(RATES, text);
  if (word !== undefined) return word;
  const { sign, amount, unit } = readAmount(text, 'rate');
  if (unit === '%') return 1 + amount / 100;
  if (unit === '' && sign === '') return amount;
  throw new SsmlError(`rate="${text}"`);
};

const readPitch = (text: string): number => {
  const toSemitones = (factor: number): number => (factor > 0 ? 12 * Math.log2(factor) : PITCH_MIN);
  const word = own(PITCHES, text);
  if (word !== undefined) return toSemitones(word);
  const { sign, amount, unit } = readAmount(text, 'pitch');
  if (unit === '%') return toSemitones(1 + amount / 100);
  if (unit === 'st' && sign !== '') return amount;
  if (unit === 'Hz') return toSemitones(sign === '' ? amount / PLAIN_PITCH_HZ : 1 + amount / PLAIN_PITCH_HZ);
  throw new SsmlError(`pitch="${text}"`);
};

const readVolume = (text: string, before: number): number => {
  const word = own(VOLUMES, text);
  if (word !== undefined) return word;
  const { sign, amount, unit } = readAmount(text, 'volume');
  if (unit === '%') return before * (1 + amount / 100);
  if (unit === '') return sign === '' ? amount : before + amount;
  throw new SsmlError(`volume="${text}"`);
};

/** What a `prosody` element makes of what is around it. What goes too far is held at the end of its range. */
export const applyProsody = (around: Prosody, attributes: Readonly<Record<string, string>>): Prosody => {
  const { rate, pitch, volume } = attributes;
  return {
    speed: rate === undefined ? around.speed : clamp(around.speed * readRate(rate), SPEED_MIN, SPEED_MAX),
    pitch: pitch === undefined ? around.pitch : clamp(around.pitch + readPitch(pitch), PITCH_MIN, AZURE_PITCH_MAX),
    volume: volume === undefined ? around.volume : clamp(readVolume(volume, around.volume), 0, VOLUME_MAX),
  };
};

/** `500ms` or `2s`, at most 20 s. */
export const readDuration = (text: string): number => {
  const { sign, amount, unit } = readAmount(text, 'time');
  if (sign === '' && unit === 'ms') return Math.min(SSML_BREAK_MAX_MS, amount);
  if (sign === '' && unit === 's') return Math.min(SSML_BREAK_MAX_MS, amount * 1_000);
  throw new SsmlError(`time="${text}"`);
};

/** How long a `break` lasts: its time, or else its strength. */
export const readBreak = ({ time, strength = 'medium' }: Readonly<Record<string, string>>): number => {
  if (time !== undefined) return readDuration(time);
  const ms = own(STRENGTHS_MS, strength);
  if (ms === undefined) throw new SsmlError(`strength="${strength}"`);
  return ms;
};
