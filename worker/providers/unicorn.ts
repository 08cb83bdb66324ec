import { z } from 'zod';
import { checkAudio, readAudio } from './audio.ts';
import { clampTo, highestUpTo } from './fit.ts';
import {
  type MediaPiece,
  ProviderError,
  type SpeechCapabilities,
  type SpeechLimits,
  type SpeechProvider,
  type SpeechVendorOptions,
  type VendorVoice,
  type VendorWire,
} from './provider.ts';
import { acceptsKey, callForAnswer, decodeBase64, expectType, readAgreed, readLines, tryJson } from './stream.ts';

const PROVIDER = 'unicorn';
/** A line of the timed stream carries one sentence of audio in base64. */
const LINE_MAX_CHARS = 4 * 1024 * 1024;

const BITRATES_KBPS = [32, 48, 64, 96, 128, 160];
const SPEED = { min: 0.5, max: 2 };
const PITCH = { min: -12, max: 12 };
const VOLUME = { min: 0, max: 100 };
const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: PITCH,
  volume: VOLUME,
  instructions: null,
  seed: false,
  context: false,
  wordTimes: true,
  highQuality: true,
  formats: ['mp3'],
  tuning: [],
};
const LIMITS: SpeechLimits = { maxPerCall: 10_000, unit: 'characters', maxConcurrentCalls: 8 };

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const timedLineSchema = z.union([
  z.object({
    audio_base64: z.base64(),
    characters_done: z.int(),
    characters_total: z.int(),
    words: z.array(z.object({ text: z.string(), start_ms: z.int(), end_ms: z.int() })),
  }),
  z.object({ done: z.literal(true) }),
]);
const voiceListSchema = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string().min(1),
      name: z.string(),
      gender: z.enum(['female', 'male', 'neutral']),
      description: z.string(),
      languages: z.array(z.string()),
    }),
  ),
});

const wordsOf = (text: string): string | undefined => {
  const parsed = errorSchema.safeParse(tryJson(text));
  return parsed.success ? `${parsed.data.error.code}: ${parsed.data.error.message}` : undefined;
};

async function* readTimed(wire: VendorWire, body: ReadableStream<Uint8Array>): AsyncGenerator<MediaPiece> {
  for await (const line of readLines(wire, body, LINE_MAX_CHARS)) {
    const parsed = timedLineSchema.safeParse(tryJson(line));
    if (!parsed.success) throw new ProviderError(PROVIDER, 'bad_response', 'a line of the stream is not as agreed');
    if ('done' in parsed.data) return;
    const { audio_base64: audio, characters_done: done, characters_total: total, words } = parsed.data;
    yield {
      bytes: decodeBase64(audio),
      progress: { done, total },
      words: words.map((word) => ({ text: word.text, startMs: word.start_ms, endMs: word.end_ms })),
    };
  }
  throw new ProviderError(PROVIDER, 'bad_response', 'the stream ended before its last line');
}

/**
 * Unicorn, the house's own voice. Speaks its HTTP API (sandbox/README.md): `POST /v1/speech` for plain MP3 and
 * `POST /v1/speech/timed` for the same in lines of JSON that tell how far it is and when each word is spoken.
 */
export const createUnicorn = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const call = async (path: string, signal: AbortSignal, body?: Record<string, unknown>): Promise<Response> => {
    const headers = { 'X-Api-Key': credential.apiKey, ...(body ? { 'Content-Type': 'application/json' } : {}) };
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return callForAnswer(wire, new Request(credential.baseUrl + path, { ...init, headers, signal }), wordsOf);
  };

  const listVoices = async (signal: AbortSignal): Promise<VendorVoice[]> => {
    const { voices } = await readAgreed(wire, await call('/v1/voices', signal), voiceListSchema);
    return voices.map(({ voice_id: voiceId, name, gender, description, languages }) => ({
      voiceId,
      name,
      gender,
      description,
      languages,
      styles: [],
      labels: {},
      previewUrl: null,
      isCloned: false,
    }));
  };

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: () => LIMITS,
    listVoices,
    checkKey: (signal) => acceptsKey(listVoices(signal)),
    async *synthesize(request, { signal, timed }) {
      const response = await call(timed ? '/v1/speech/timed' : '/v1/speech', signal, {
        text: request.text,
        voice_id: request.voice,
        language: request.language,
        speed: clampTo(SPEED, request.speed),
        pitch: clampTo(PITCH, request.pitch),
        volume: clampTo(VOLUME, request.volume),
        quality: request.quality,
        bitrate_kbps: highestUpTo(BITRATES_KBPS, request.bitrateKbps),
        format: 'mp3',
      });
      if (!timed) {
        yield* readAudio(wire, response, 'mp3');
        return;
      }
      const lines = await expectType(wire, response, ['application/x-ndjson']);
      yield* checkAudio(wire, 'mp3', readTimed(wire, lines));
    },
  };
};
