import type { AudioEncoder } from './audio-encoder.ts';
import { joinBytes } from './join-bytes.ts';
import { createMastering } from './mastering.ts';
import { type RenderedPiece, renderPiece } from './render.ts';
import type { TextPiece } from './sentences.ts';
import type { Delivery, SpeechEngine, SpokenWord } from './speech-engine.ts';

/** A piece and how it is spoken. Without a delivery it is only waited for: `pause_ms` of silence. */
export type Utterance = {
  piece: TextPiece;
  delivery?: Delivery;
  /** Both as in `RenderOptions`. */
  speed: number;
  volume: number;
};

export type NarrationRequest = {
  utterances: readonly Utterance[];
  high_quality: boolean;
  /** The sound is cut off here. */
  max_ms?: number | undefined;
};

export type TimedText = { text: string; char_start: number; char_end: number; start_ms: number; end_ms: number };

export type NarratedPiece = {
  /** The bytes of the stream that became ready with this piece. */
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

type Voice = Pick<SpeechEngine, 'sample_rate' | 'speak'>;

const renderUtterance = (engine: Voice, { piece, delivery, speed, volume }: Utterance): RenderedPiece => {
  const options = { sample_rate: engine.sample_rate, speed, volume, pause_ms: piece.pause_ms };
  if (delivery) return renderPiece(engine.speak(piece.text, delivery), options);
  const samples = new Float32Array(Math.round((piece.pause_ms * engine.sample_rate) / 1_000));
  return { samples, spoken_samples: 0, words: [] };
};

/**
 * Speaks the utterances one by one; nothing of one is worked on before it is asked for, so a listener who goes
 * away stops the work. Between them other requests get their turn.
 * @param encoder one of this narration's own, for the engine's sample rate
 * @throws when the engine refuses the voice or the language
 */
export async function* narrate(
  engine: Voice,
  encoder: AudioEncoder,
  request: NarrationRequest,
): AsyncGenerator<NarratedPiece, void, void> {
  const rate = engine.sample_rate;
  const master = request.high_quality ? createMastering(rate) : undefined;
  const toMs = (samples: number): number => Math.round((samples * 1000) / rate);
  const maxSamples = request.max_ms === undefined ? Number.POSITIVE_INFINITY : (request.max_ms * rate) / 1_000;
  let position = 0;
  for (const [at, utterance] of request.utterances.entries()) {
    if (at > 0) await giveWay();
    const { piece } = utterance;
    const { samples, spoken_samples, words } = renderUtterance(engine, utterance);
    master?.(samples);
    const start_ms = toMs(position);
    const end_ms = toMs(position + spoken_samples);
    const heard = samples.subarray(0, Math.min(samples.length, maxSamples - position));
    position += heard.length;
    const isLast = at === request.utterances.length - 1 || position >= maxSamples;
    const audio = encoder.encode(heard);
    const { text, char_start, char_end } = piece;
    yield {
      audio: isLast ? joinBytes([audio, encoder.finish()]) : audio,
      sentence: { text, char_start, char_end, start_ms, end_ms },
      words: timeWords(piece, words, start_ms, end_ms),
      next_ms: toMs(position),
    };
    if (isLast) return;
  }
}
