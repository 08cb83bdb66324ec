import { beforeAll, describe, expect, test } from 'vitest';
import { createMastering } from '../../../sandbox/engine/mastering.ts';
import { type BitrateKbps, type Mp3SampleRate, Mp3Stream } from '../../../sandbox/engine/mp3-stream.ts';
import { type NarratedPiece, narrate, type Utterance } from '../../../sandbox/engine/narrate.ts';
import { renderPiece } from '../../../sandbox/engine/render.ts';
import { splitText } from '../../../sandbox/engine/sentences.ts';
import type { Delivery, SpeechEngine } from '../../../sandbox/engine/speech-engine.ts';
import { BITRATES_KBPS, SILENT_PIECE_MS } from '../../../sandbox/limits.ts';
import { measureRms } from '../../support/measure-pitch.ts';
import { compileEncoder, createTestEngine, deliver, walkMp3 } from './speech-support.ts';

const TEXT = 'First we leave the harbour. Then the sea is all around us, and nobody speaks. Home is behind.';

let engine: SpeechEngine;
let encoder: WebAssembly.Module;
beforeAll(async () => {
  engine = await createTestEngine();
  encoder = await compileEncoder();
});

type Wish = {
  text?: string;
  delivery?: Delivery;
  utterances?: Utterance[];
  high_quality?: boolean;
  max_ms?: number;
  bitrate_kbps?: BitrateKbps;
  sample_rate?: Mp3SampleRate;
};

const utter = (text: string, delivery = deliver('iris')): Utterance[] =>
  splitText(text, 'en').map((piece) => ({ piece, delivery, speed: 1, volume: 100 }));

async function* tell(wish: Wish = {}, voice: Pick<SpeechEngine, 'sample_rate' | 'speak'> = engine) {
  const { text = TEXT, delivery, utterances, high_quality = false, max_ms, bitrate_kbps = 64 } = wish;
  const mp3 = await Mp3Stream.create(encoder, {
    sample_rate: voice.sample_rate,
    output_sample_rate: wish.sample_rate ?? 22_050,
    bitrate_kbps,
  });
  yield* narrate(voice, mp3, { utterances: utterances ?? utter(text, delivery), high_quality, max_ms });
}

const collect = async (wish?: Wish): Promise<NarratedPiece[]> => {
  const pieces: NarratedPiece[] = [];
  for await (const piece of tell(wish)) pieces.push(piece);
  return pieces;
};

const join = (pieces: readonly NarratedPiece[]): Uint8Array => Buffer.concat(pieces.map((piece) => piece.audio));

/** An engine that notes what it speaks. */
const watch = (log: string[]): Pick<SpeechEngine, 'sample_rate' | 'speak'> => ({
  sample_rate: engine.sample_rate,
  speak: (text, delivery) => {
    log.push(text);
    return engine.speak(text, delivery);
  },
});

describe('the MP3', () => {
  test.each(BITRATES_KBPS)('is one stream of whole frames at %i kbit/s from first to last', async (bitrate_kbps) => {
    const frames = walkMp3(join(await collect({ bitrate_kbps })));
    expect(frames.length).toBeGreaterThan(100);
    expect(new Set(frames.map((frame) => frame.bitrate_kbps))).toEqual(new Set([bitrate_kbps]));
    expect(new Set(frames.map((frame) => frame.sample_rate))).toEqual(new Set([22_050]));
    expect(frames.every((frame) => frame.mono)).toBe(true);
  });

  test('has 44,100 samples a second in high quality and lasts as long', async () => {
    const pieces = await collect({ high_quality: true, sample_rate: 44_100, bitrate_kbps: 128 });
    const frames = walkMp3(join(pieces));
    expect(new Set(frames.map((frame) => frame.sample_rate))).toEqual(new Set([44_100]));
    const seconds = (frames.length * 1_152) / 44_100;
    expect(Math.abs(seconds * 1_000 - (pieces.at(-1)?.next_ms ?? 0))).toBeLessThan(150);
  });

  test('lasts as long as the times say', async () => {
    const pieces = await collect();
    const seconds = (walkMp3(join(pieces)).length * 576) / 22_050;
    expect(Math.abs(seconds * 1_000 - (pieces.at(-1)?.next_ms ?? 0))).toBeLessThan(150);
  });
});

describe('what is only waited for', () => {
  const pause = (pause_ms: number): Utterance => ({
    piece: { text: '', char_start: 0, char_end: 0, pause_ms },
    speed: 1,
    volume: 0,
  });

  test('lasts as long as it is told to, before, between and after speech', async () => {
    const [, head, ...others] = await collect({
      utterances: [pause(700), ...utter('One.'), pause(1_500), ...utter('Two.'), pause(400)],
    });
    const [gap, , tail] = others;
    expect([head?.sentence.start_ms, head?.sentence.text]).toEqual([700, 'One.']);
    expect((gap?.next_ms ?? 0) - (head?.next_ms ?? 0)).toBe(1_500);
    expect((tail?.next_ms ?? 0) - (others[1]?.next_ms ?? 0)).toBe(400);
  });

  test('the sound ends where it is cut off, and nothing more is spoken', async () => {
    const log: string[] = [];
    const pieces: NarratedPiece[] = [];
    for await (const piece of tell({ max_ms: 2_000 }, watch(log))) pieces.push(piece);
    expect(pieces.at(-1)?.next_ms).toBe(2_000);
    expect(log.length).toBeLessThan(3);
    const seconds = (walkMp3(join(pieces)).length * 576) / 22_050;
    expect(Math.abs(seconds * 1_000 - 2_000)).toBeLessThan(150);
  });
});

describe('the stream', () => {
  test('gives the first sound before the second sentence is spoken', async () => {
    const log: string[] = [];
    const narration = tell({}, watch(log));
    expect(log).toEqual([]);
    const first = await narration.next();
    expect(first.value?.audio.length).toBeGreaterThan(1_000);
    expect(log).toEqual(['First we leave the harbour.']);
    await narration.return();
  });

  test('speaks nothing more once the listener has gone', async () => {
    const log: string[] = [];
    const narration = tell({}, watch(log));
    await narration.next();
    await narration.return();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log).toHaveLength(1);
  });

  test('whatever else waits gets its turn between sentences', async () => {
    const log: string[] = [];
    const drained = (async () => {
      for await (const _ of tell({ text: 'One. Two. Three. Four.' }, watch(log))) {
        if (log.length === 1) setTimeout(() => log.push('somebody else'), 0);
      }
    })();
    await drained;
    expect(log.indexOf('somebody else')).toBeGreaterThan(0);
    expect(log.indexOf('somebody else')).toBeLessThan(log.indexOf('Four.'));
  });

  test('two requests take turns, sentence by sentence', async () => {
    const log: string[] = [];
    const drain = async (text: string): Promise<void> => {
      for await (const _ of tell({ text }, watch(log)));
    };
    await Promise.all([drain('A one. A two. A three. A four.'), drain('B one. B two.')]);
    expect(log.indexOf('B two.')).toBeLessThan(log.indexOf('A four.'));
    expect(log).toHaveLength(6);
  });

  test('a request that takes turns sounds as it does alone', async () => {
    const long = (await collect()).map((piece) => piece.sentence);
    const other = collect({ delivery: deliver('otto', { language: 'de', pitch: 5 }), text: 'Eins. Zwei. Drei.' });
    const [turns] = await Promise.all([collect(), other]);
    for (const [at, piece] of turns.entries()) {
      // The engine's flutter moves an end by a millisecond from call to call.
      expect(Math.abs(piece.sentence.end_ms - (long[at]?.end_ms ?? 0))).toBeLessThanOrEqual(5);
      expect(piece.sentence.text).toBe(long[at]?.text);
    }
    expect(turns).toHaveLength(long.length);
  });
});

describe('the times', () => {
  test('of words follow each other within their sentence and name the text', async () => {
    const text = 'Hello, brave <b>new</b> world & all. I paid $1,234.56 — 😀 “fine”. Ελλάδα и Київ, 世界!';
    let end_ms = 0;
    let words = 0;
    for (const { sentence, words: found, next_ms } of await collect({ text })) {
      expect(sentence.start_ms).toBeGreaterThanOrEqual(end_ms);
      expect(text.slice(sentence.char_start, sentence.char_end)).toBe(sentence.text);
      let at_ms = sentence.start_ms;
      let at = sentence.char_start;
      for (const word of found) {
        expect(text.slice(word.char_start, word.char_end)).toBe(word.text);
        expect(word.char_start).toBeGreaterThanOrEqual(at);
        expect(word.start_ms).toBeGreaterThanOrEqual(at_ms);
        expect(word.end_ms).toBeGreaterThanOrEqual(word.start_ms);
        expect(word.end_ms).toBeLessThanOrEqual(sentence.end_ms);
        at_ms = word.end_ms;
        at = word.char_end;
        words += 1;
      }
      end_ms = sentence.end_ms;
      expect(next_ms).toBeGreaterThanOrEqual(end_ms);
    }
    expect(words).toBeGreaterThan(10);
  });

  test('of words are those of the sound: a word said later starts later', async () => {
    const [piece] = await collect({ text: 'Short extraordinarily short.' });
    const spans = piece?.words.map((word) => word.end_ms - word.start_ms) ?? [];
    expect(piece?.words.map((word) => word.text)).toEqual(['Short', 'extraordinarily', 'short']);
    expect(spans[1]).toBeGreaterThan(1.5 * (spans[0] ?? Number.NaN));
  });
});

describe('rendering', () => {
  const render = (volume: number) =>
    renderPiece(engine.speak(TEXT, deliver('hugo')), {
      sample_rate: engine.sample_rate,
      volume,
      speed: 1,
      pause_ms: 100,
    });

  test('volume scales the sound and 0 is silence', () => {
    const full = measureRms(render(100).samples);
    expect(full).toBeGreaterThan(0.03);
    expect(measureRms(render(50).samples) / full).toBeCloseTo(0.5, 1);
    expect(measureRms(render(10).samples) / full).toBeCloseTo(0.1, 2);
    expect(measureRms(render(0).samples)).toBe(0);
  });

  test('nothing exceeds full scale, in high quality neither', () => {
    const { samples } = renderPiece(
      { samples: Int16Array.from({ length: 4_000 }, (_, at) => (at % 20 < 10 ? 32_767 : -32_768)), words: [] },
      { sample_rate: 22_050, volume: 100, speed: 1, pause_ms: 0 },
    );
    createMastering(22_050)(samples);
    expect(samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
    expect(measureRms(samples)).toBeGreaterThan(0.5);
  });

  test('high quality takes a constant offset away and lifts the consonants', () => {
    const tone = (hz: number) =>
      Float32Array.from({ length: 22_050 }, (_, at) => 0.1 * Math.sin((2 * Math.PI * hz * at) / 22_050));
    const gain = (hz: number): number => {
      const samples = tone(hz);
      const before = measureRms(samples);
      createMastering(22_050)(samples);
      return 20 * Math.log10(measureRms(samples) / before);
    };
    expect(gain(20)).toBeLessThan(-12);
    expect(gain(500)).toBeCloseTo(0, 0);
    expect(gain(8_000)).toBeGreaterThan(2);
    expect(gain(8_000)).toBeLessThan(4);
  });

  test.each(['…', '!!!', '\u{1F3FB}', '𓀀𓁐', '~'])(
    'a piece the engine may have no sound for still takes its time: %s',
    async (text) => {
      const pieces = await collect({ text: `One. ${text}\nTwo.` });
      expect(pieces.length).toBeGreaterThanOrEqual(2);
      for (const { sentence } of pieces)
        expect(sentence.end_ms - sentence.start_ms).toBeGreaterThanOrEqual(SILENT_PIECE_MS);
    },
  );

  test('markup is spoken, not obeyed', () => {
    const spoken = engine.speak('a <break time="9s"/> b', deliver('iris'));
    const words = spoken.words.map((word) => word.start_ms);
    const gaps = words.map((start, at) => start - (words[at - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(2_000);
    expect(spoken.words.length).toBeGreaterThan(3);
  });
});
