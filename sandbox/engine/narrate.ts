import { HIGH_SAMPLE_RATE_HZ } from '../limits.ts';
import { createMastering } from './mastering.ts';
import { type BitrateKbps, Mp3Stream } from './mp3-stream.ts';
import { renderPiece } from './render.ts';
import type { TextPiece } from './sentences.ts';
import type { Delivery, SpeechEngine, SpokenWord } from './speech-engine.ts';

export type NarrationRequest = {
  pieces: readonly TextPiece[];
  delivery: Delivery;
  /** Both as in `RenderOptions`. */
  speed: number;
  volume: number;
  high_quality: boolean;
  bitrate_kbps: BitrateKbps;
};

export type TimedText = { text: string; char_start: number; char_end: number; start_ms: number; end_ms: number };

export type NarratedPiece = {
  /** The bytes of the stream that became ready with this piece; one after the other they are one MP3. */
  audio: Uint8Array;
  /** Indices are UTF-16 units of the whole text, times are from its start. */
  sentence: TimedText;
  words: TimedText[];
  /** End of the pause after it. */
  next_ms: number;
};

const timeWords = (piece: TextPiece, words: readonly SpokenWord[], start_ms: number, end_ms: number): TimedText[] =>
  words.map((word, at) => {
    const next = words[at + 1];
    return {
      text: piece.text.slice(word.char_start, word.char_end),
      char_start: piece.char_start + word.char_start,
      char_end: piece.char_start + word.char_end,
      start_ms: Math.min(end_ms, start_ms + word.start_ms),
      end_ms: Math.min(end_ms, next ? start_ms + next.start_ms : end_ms),
    };
  });

const giveWay = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Speaks the pieces one by one; nothing of a piece is worked on before it is asked for, so a listener who goes
 * away stops the work. Between pieces other requests get their turn.
 * @param encoder LAME, compiled
 * @throws when the engine refuses the voice or the language
 */
export async function* narrate(
  engine: Pick<SpeechEngine, 'sample_rate' | 'speak'>,
  encoder: WebAssembly.Module,
  request: NarrationRequest,
): AsyncGenerator<NarratedPiece, void, void> {
  const rate = engine.sample_rate;
  const mp3 = await Mp3Stream.create(encoder, {
    sample_rate: rate,
    output_sample_rate: request.high_quality ? HIGH_SAMPLE_RATE_HZ : undefined,
    bitrate_kbps: request.bitrate_kbps,
  });
  const master = request.high_quality ? createMastering(rate) : undefined;
  const toMs = (samples: number): number => Math.round((samples * 1000) / rate);
  let position = 0;
  for (const [at, piece] of request.pieces.entries()) {
    if (at > 0) await giveWay();
    const spoken = engine.speak(piece.text, request.delivery);
    const { samples, spoken_samples, words } = renderPiece(spoken, {
      sample_rate: rate,
      volume: request.volume,
      speed: request.speed,
      pause_ms: piece.pause_ms,
    });
    master?.(samples);
    const start_ms = toMs(position);
    const end_ms = toMs(position + spoken_samples);
    position += samples.length;
    const ready = mp3.encode(samples);
    const rest = at === request.pieces.length - 1 ? mp3.finish() : new Uint8Array();
    const audio = new Uint8Array(ready.length + rest.length);
    audio.set(ready);
    audio.set(rest, ready.length);
    const { text, char_start, char_end } = piece;
    yield {
      audio,
      sentence: { text, char_start, char_end, start_ms, end_ms },
      words: timeWords(piece, words, start_ms, end_ms),
      next_ms: toMs(position),
    };
  }
}
