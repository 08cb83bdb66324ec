import type { AudioEncoder } from '../engine/audio-encoder.ts';
import { mp3Encoder, openSpeechEngine, opusEncoder } from '../engine/bundled-speech.ts';
import type { SpeechLanguage } from '../engine/languages.ts';
import { type BitrateKbps, type Mp3SampleRate, Mp3Stream } from '../engine/mp3-stream.ts';
import { type NarratedPiece, narrate, type Utterance } from '../engine/narrate.ts';
import type { OpusSampleRate } from '../engine/opus-encoder.ts';
import { OpusStream } from '../engine/opus-stream.ts';
import { PcmStream } from '../engine/pcm-stream.ts';
import { splitText } from '../engine/sentences.ts';
import type { Narration } from './narration-stream.ts';
import { UNICORN_VARIANTS } from './unicorn-variants.ts';
import type { UnicornVoice } from './unicorn-voices.ts';

/** Text that one voice speaks in one manner. Every vendor's voices are the house's own, under other names. */
export type SpokenLine = {
  text: string;
  /** Where it begins in the whole text, in UTF-16 units. */
  char_start: number;
  voice: UnicornVoice;
  language: SpeechLanguage;
  /** 1 is the voice's own pace. */
  speed: number;
  /** Semitones. */
  pitch: number;
  /** 0 to 100. */
  volume: number;
};

/** Silence of exactly this length, which stands for no text. */
export type SilentLine = { char_start: number; silence_ms: number };

export type Line = SpokenLine | SilentLine;

/** `pcm` is 16-bit little-endian mono, without a header; `opus` is in Ogg. */
export type SoundFormat =
  | { codec: 'mp3'; sample_rate: Mp3SampleRate; bitrate_kbps: BitrateKbps }
  | { codec: 'opus'; sample_rate: OpusSampleRate; bitrate_kbps: number }
  | { codec: 'pcm'; sample_rate: number };

export type BegunNarration = { first: NarratedPiece; rest: Narration };

const createEncoder = async (format: SoundFormat, sample_rate: number): Promise<AudioEncoder> => {
  const rates = { sample_rate, output_sample_rate: format.sample_rate };
  if (format.codec === 'pcm') return new PcmStream(rates);
  if (format.codec === 'opus') {
    const { sample_rate: output_sample_rate, bitrate_kbps } = format;
    return new OpusStream(opusEncoder, { sample_rate, output_sample_rate, bitrate_kbps });
  }
  return Mp3Stream.create(mp3Encoder, {
    ...rates,
    output_sample_rate: format.sample_rate,
    bitrate_kbps: format.bitrate_kbps,
  });
};

const toUtterances = (line: Line): Utterance[] => {
  if ('silence_ms' in line) {
    const piece = { text: '', char_start: line.char_start, char_end: line.char_start, pause_ms: line.silence_ms };
    return [{ piece, speed: 1, volume: 0 }];
  }
  const { voice, language, speed, pitch, volume, char_start } = line;
  const delivery = {
    engine_voice: language.engine_voice,
    variant_id: voice.voice_id,
    variant: UNICORN_VARIANTS[voice.voice_id],
    rate_wpm: voice.rate_wpm * speed,
    pitch,
    range: voice.range,
    level: voice.level,
  };
  return splitText(line.text, language.code).map((piece) => ({
    piece: { ...piece, char_start: char_start + piece.char_start, char_end: char_start + piece.char_end },
    delivery,
    speed,
    volume,
  }));
};

/**
 * Begins to speak. The first piece is spoken before this returns, so that an engine that fails can still say so.
 * @param request at least one line that is not blank, or a silence; the sound is cut off after `max_ms`
 */
export const beginNarration = async (request: {
  lines: readonly Line[];
  format: SoundFormat;
  high_quality?: boolean;
  max_ms?: number;
}): Promise<BegunNarration> => {
  const dictionaries = request.lines.flatMap((line) => ('language' in line ? [line.language.dictionary] : []));
  const engine = await openSpeechEngine(dictionaries);
  const rest = narrate(engine, await createEncoder(request.format, engine.sample_rate), {
    utterances: request.lines.flatMap(toUtterances),
    high_quality: request.high_quality ?? false,
    max_ms: request.max_ms,
  });
  const first: NarratedPiece | undefined = (await rest.next()).value ?? undefined;
  if (!first) throw new Error('There was nothing to speak');
  return { first, rest };
};
