import { readFileSync } from 'node:fs';
import { SPEECH_LANGUAGES, type SpeechLanguage } from '../../../sandbox/engine/languages.ts';
import { type Delivery, SpeechEngine } from '../../../sandbox/engine/speech-engine.ts';
import { UNICORN_VARIANTS } from '../../../sandbox/vendors/unicorn-variants.ts';
import { UNICORN_VOICES } from '../../../sandbox/vendors/unicorn-voices.ts';

const readGenerated = (path: string): ArrayBuffer => {
  const bytes = readFileSync(new URL(`../../../sandbox/gen/${path}`, import.meta.url));
  return new Uint8Array(bytes).buffer;
};

/** An engine of the test file's own, with every language. */
export const createTestEngine = async (): Promise<SpeechEngine> => {
  const engine = await SpeechEngine.create(readGenerated('core.bin'));
  for (const { dictionary } of SPEECH_LANGUAGES)
    engine.addDictionary(dictionary, readGenerated(`dict/${dictionary}.bin`));
  return engine;
};

export const compileEncoder = (): Promise<WebAssembly.Module> => WebAssembly.compile(readGenerated('mp3.wasm'));

export const findLanguage = (code: string): SpeechLanguage => {
  const language = SPEECH_LANGUAGES.find((one) => one.code === code);
  if (!language) throw new Error(`no language ${code}`);
  return language;
};

/** How a voice speaks, unless told otherwise. */
export const deliver = (
  voice_id: string,
  own: { language?: string; speed?: number; pitch?: number } = {},
): Delivery => {
  const voice = UNICORN_VOICES.find((one) => one.voice_id === voice_id);
  if (!voice) throw new Error(`no voice ${voice_id}`);
  return {
    engine_voice: findLanguage(own.language ?? 'en').engine_voice,
    variant_id: voice.voice_id,
    variant: UNICORN_VARIANTS[voice.voice_id],
    rate_wpm: voice.rate_wpm * (own.speed ?? 1),
    pitch: own.pitch ?? 0,
    range: voice.range,
    level: voice.level,
  };
};

/** How often the signal changes its sign in a second: a cheap measure of how bright it is. */
export const measureCrossings = (samples: ArrayLike<number>, rate: number): number => {
  let crossings = 0;
  for (let at = 1; at < samples.length; at += 1)
    if ((samples[at] ?? 0) < 0 !== (samples[at - 1] ?? 0) < 0) crossings += 1;
  return (crossings * rate) / samples.length;
};

export type Mp3Frame = { offset: number; bytes: number; bitrate_kbps: number; sample_rate: number; mono: boolean };

const BITRATES_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_MPEG1 = [44_100, 48_000, 32_000];

/** Walks a Layer III stream frame by frame. @throws at the first byte that is no frame header */
export const walkMp3 = (bytes: Uint8Array): Mp3Frame[] => {
  const frames: Mp3Frame[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(offset, offset + 4);
    const mpeg1 = (b & 0x18) === 0x18;
    const bitrate_kbps = (mpeg1 ? BITRATES_MPEG1 : BITRATES_MPEG2)[c >> 4] ?? 0;
    const sample_rate = (RATES_MPEG1[(c >> 2) & 3] ?? 0) / (mpeg1 ? 1 : 2);
    if (a !== 0xff || (b & 0xe6) !== 0xe2 || bitrate_kbps === 0 || sample_rate === 0) {
      throw new Error(`no MP3 frame at byte ${offset}`);
    }
    const length = Math.floor(((mpeg1 ? 144 : 72) * bitrate_kbps * 1000) / sample_rate) + ((c >> 1) & 1);
    if (offset + length > bytes.length) throw new Error(`the frame at byte ${offset} is cut short`);
    frames.push({ offset, bytes: length, bitrate_kbps, sample_rate, mono: d >> 6 === 3 });
    offset += length;
  }
  return frames;
};
