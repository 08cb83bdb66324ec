import { joinBytes } from '../engine/join-bytes.ts';
import type { NarratedPiece } from '../engine/narrate.ts';
import { countUsage, invisibleRatio, type MinimaxRequest } from './minimax-schema.ts';
import type { BegunNarration } from './narration.ts';
import { streamPieces } from './narration-stream.ts';

export const SUCCESS = { status_code: 0, status_msg: 'success' };

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What is said of the sound beside it. */
export const describeAudio = (request: MinimaxRequest, bytes: number, duration_ms: number) => ({
  audio_length: duration_ms,
  audio_sample_rate: request.audio_setting.sample_rate,
  audio_size: bytes,
  bitrate: request.audio_setting.bitrate,
  word_count: request.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0,
  invisible_character_ratio: invisibleRatio(request.text),
  usage_characters: countUsage(request.text),
  audio_format: request.audio_setting.format,
  audio_channel: request.audio_setting.channel,
});

export const joinAudio = (pieces: readonly NarratedPiece[]): Uint8Array<ArrayBuffer> =>
  joinBytes(pieces.map(({ audio }) => audio));

/** Server-sent events: the sound as it is made, and at last all of it once more, unless that was declined. */
export const streamEvents = ({ first, rest }: BegunNarration, request: MinimaxRequest, trace_id: string) => {
  const pieces: NarratedPiece[] = [];
  const encoder = new TextEncoder();
  const write = (event: unknown): Uint8Array => encoder.encode(`data: ${JSON.stringify(event)}\n\n`);
  return streamPieces(first, rest, (piece) => {
    if (piece) {
      pieces.push(piece);
      if (piece.audio.length === 0) return new Uint8Array();
      const data = { audio: toHex(piece.audio), status: 1, ced: '' };
      return write({ data, trace_id, base_resp: { status_code: 0, status_msg: '' } });
    }
    const audio = joinAudio(pieces);
    const isWhole = !request.stream_options.exclude_aggregated_audio;
    const data = { ...(isWhole ? { audio: toHex(audio) } : {}), status: 2, ced: '' };
    const extra_info = describeAudio(request, audio.length, pieces.at(-1)?.next_ms ?? 0);
    return write({ data, extra_info, trace_id, base_resp: SUCCESS });
  });
};

/** The vendor lists what is between two words as a word as well. */
const describeWords = (text: string, { sentence, words }: NarratedPiece) =>
  words.flatMap((word, at) => {
    const next = words[at + 1];
    const entry = (word_begin: number, word_end: number, time_begin: number, time_end: number) => ({
      word: text.slice(word_begin, word_end),
      word_begin,
      word_end,
      pronounce_word: text.slice(word_begin, word_end),
      pronounce_word_begin: word_begin,
      pronounce_word_end: word_end,
      time_begin,
      time_end,
    });
    const own = entry(word.char_start, word.char_end, word.start_ms, word.end_ms);
    const gap_end = next?.char_start ?? sentence.char_end;
    return gap_end > word.char_end ? [own, entry(word.char_end, gap_end, word.end_ms, word.end_ms)] : [own];
  });

/** The file of subtitles: a sentence each, with its words where they were asked for. */
export const writeSubtitles = (request: MinimaxRequest, pieces: readonly NarratedPiece[]): Uint8Array<ArrayBuffer> => {
  const sentences = pieces
    .filter(({ sentence }) => sentence.text !== '')
    .map((piece) => ({
      text: piece.sentence.text,
      pronounce_text: piece.sentence.text,
      time_begin: piece.sentence.start_ms,
      time_end: piece.sentence.end_ms,
      text_begin: piece.sentence.char_start,
      text_end: piece.sentence.char_end,
      pronounce_text_begin: piece.sentence.char_start,
      pronounce_text_end: piece.sentence.char_end,
      is_final_segment: true,
      ...(request.subtitle_type === 'word' ? { timestamped_words: describeWords(request.text, piece) } : {}),
    }));
  return new Uint8Array(new TextEncoder().encode(JSON.stringify(sentences)));
};
