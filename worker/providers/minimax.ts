import { z } from 'zod';
import { checkAudio } from './audio.ts';
import { clampTo, highestUpTo, refuseTooLong } from './fit.ts';
import { parseReply } from './minimax-reply.ts';
import { toWordTimes } from './minimax-subtitles.ts';
import { languageBoostOf, toVoices, voiceListSchema } from './minimax-voices.ts';
import {
  type MediaPiece,
  ProviderError,
  type SpeechCapabilities,
  type SpeechLimits,
  type SpeechProvider,
  type SpeechRequest,
  type SpeechVendorOptions,
  type VendorVoice,
  type VendorWire,
  type WordTime,
} from './provider.ts';
import { acceptsKey, callForAnswer, expectType, readBody, readLines, readText, tryJson } from './stream.ts';
import { fetchVendorFile } from './vendor-file.ts';

const PROVIDER = 'minimax';
const SPEED = { min: 0.5, max: 2 };
const PITCH = { min: -12, max: 12 };
/** The vendor's 1 is plain and 0 is not allowed. */
const VOLUME = { min: 1, max: 100 };

const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: PITCH,
  volume: VOLUME,
  instructions: null,
  seed: false,
  context: false,
  wordTimes: true,
  highQuality: true,
  formats: ['mp3', 'wav'],
  tuning: [],
};

/**
 * The vendor takes 9,999, and from 3,000 on would rather stream, which a timed call cannot. Sixty calls a minute are
 * allowed, and one of this length takes some ten seconds.
 */
const LIMITS: SpeechLimits = { maxPerCall: 3_000, unit: 'han2', maxConcurrentCalls: 5 };

/** Those after these take words in brackets for laughs and sighs, which a script may hold as words. */
const MODELS: Record<SpeechRequest['quality'], string> = { standard: 'speech-2.6-turbo', high: 'speech-2.6-hd' };
const SAMPLE_RATE_HZ: Record<SpeechRequest['quality'], number> = { standard: 32_000, high: 44_100 };
const BITRATES_KBPS = [32, 64, 128, 256];

/** A file is named when it is made, and until then there is nothing to hear. */
const FILE_PATIENCE = 4;
/** A vendor that repeats all of the sound in the last event does so in one line of hex. */
const LINE_MAX_CHARS = 24 * 1024 * 1024;

const eventSchema = z.object({ data: z.object({ audio: z.hex().nullish(), status: z.int() }) });
const fileSchema = z.object({ data: z.object({ audio: z.string().min(1), subtitle_file: z.string().nullish() }) });
const LAST_EVENT = 2;
/** Where the vendor keeps files: his own hosts, and those of the storage that he uses. */
const FILE_HOSTS = /(?:^|\.)(?:minimax\.io|minimaxi\.com|aliyuncs\.com)$/;

const decodeHex = (hex: string): Uint8Array => {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  return bytes;
};

// `<#1.5#>` in a text would be a pause; with a space in it, it is spoken.
const withoutMarks = (text: string): string => text.replaceAll('<#', '< #');

const toBody = (request: SpeechRequest, isStream: boolean) => ({
  model: MODELS[request.quality],
  text: withoutMarks(request.text),
  language_boost: languageBoostOf(request.language),
  ...(isStream
    ? { stream: true, stream_options: { exclude_aggregated_audio: true } }
    : { stream: false, output_format: 'url', subtitle_enable: true, subtitle_type: 'word' }),
  voice_setting: {
    voice_id: request.voice,
    speed: clampTo(SPEED, request.speed),
    vol: clampTo(VOLUME, request.volume) / 100,
    pitch: Math.round(clampTo(PITCH, request.pitch)),
    ...(request.style ? { emotion: request.style } : {}),
  },
  audio_setting: {
    format: request.format,
    sample_rate: SAMPLE_RATE_HZ[request.quality],
    bitrate: highestUpTo(BITRATES_KBPS, request.bitrateKbps) * 1_000,
    channel: 1,
  },
});

async function* readEvents(wire: VendorWire, response: Response): AsyncGenerator<MediaPiece> {
  const body = await expectType(wire, response, ['text/event-stream']);
  let isBegun = false;
  for await (const line of readLines(wire, body, LINE_MAX_CHARS)) {
    // Between the events there are empty lines, and there may be comments.
    if (!line.startsWith('data:')) continue;
    const { data } = parseReply(wire, response, eventSchema, line.slice('data:'.length));
    const isLast = data.status === LAST_EVENT;
    // The last event repeats all that was sent, even where that was declined; unless it is the only one.
    if (data.audio && !(isLast && isBegun)) {
      isBegun = true;
      yield { bytes: decodeHex(data.audio) };
    }
    if (isLast) return;
  }
  throw new ProviderError(PROVIDER, 'bad_response', 'the stream ended before its last event');
}

/**
 * Speech of MiniMax: `POST /v1/t2a_v2`. What is wrong stands in the body of a 200. A plain call is streamed; a timed one
 * comes as files, since only then there are subtitles to tell when each word is spoken.
 * @see https://platform.minimax.io/docs/api-reference/speech-t2a-http
 */
export const createMinimax = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const patient = { ...wire, idleMs: wire.idleMs * FILE_PATIENCE };

  const call = async (path: string, on: VendorWire, signal: AbortSignal, body: unknown): Promise<Response> => {
    const url = new URL(credential.baseUrl + path);
    if (credential.extras.groupId) url.searchParams.set('GroupId', credential.extras.groupId);
    const headers = { Authorization: `Bearer ${credential.apiKey}`, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
    return callForAnswer(on, new Request(url, init));
  };

  const listVoices = async (signal: AbortSignal): Promise<VendorVoice[]> => {
    const response = await call('/v1/get_voice', wire, signal, { voice_type: 'all' });
    return toVoices(parseReply(wire, response, voiceListSchema, await readText(wire, response.body)));
  };

  // The sound is made and paid for: without subtitles it is delivered all the same, and captions go by sentences.
  const findWords = async (address: string | null | undefined, signal: AbortSignal): Promise<readonly WordTime[]> => {
    if (!address) return [];
    try {
      const file = await fetchVendorFile(wire, address, { hosts: FILE_HOSTS, signal });
      return toWordTimes(tryJson(await readText(wire, file))) ?? [];
    } catch (error) {
      if (error instanceof ProviderError && !signal.aborted) return [];
      throw error;
    }
  };

  async function* readFiles(
    request: SpeechRequest,
    signal: AbortSignal,
    response: Response,
  ): AsyncGenerator<MediaPiece> {
    const body = await expectType(wire, response, ['application/json']);
    const { data } = parseReply(wire, response, fileSchema, await readText(patient, body));
    const words = await findWords(data.subtitle_file, signal);
    const file = await fetchVendorFile(wire, data.audio, { hosts: FILE_HOSTS, signal });
    for await (const bytes of readBody(wire, file)) yield { bytes };
    const total = [...request.text].length;
    yield { bytes: new Uint8Array(), words, progress: { done: total, total } };
  }

  async function* readSpeech(request: SpeechRequest, timed: boolean, signal: AbortSignal): AsyncGenerator<MediaPiece> {
    // A WAV says at its beginning how long it is, so it is not streamed.
    const isStream = !timed && request.format === 'mp3';
    const response = await call('/v1/t2a_v2', isStream ? wire : patient, signal, toBody(request, isStream));
    const isRefused = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
    // What is refused is refused in JSON, even where a stream was asked for.
    yield* isStream && !isRefused ? readEvents(wire, response) : readFiles(request, signal, response);
  }

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: () => LIMITS,
    listVoices,
    checkKey: (signal) => acceptsKey(listVoices(signal)),
    async *synthesize(request, { signal, timed }) {
      refuseTooLong(wire, LIMITS, request.text);
      yield* checkAudio(wire, request.format, readSpeech(request, timed, signal));
    },
  };
};
