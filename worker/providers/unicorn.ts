import { z } from 'zod';
import type { Voice } from '../contract/speech.ts';
import {
  type CallOptions,
  type MediaPiece,
  ProviderError,
  type SpeechProvider,
  type SpeechRequest,
} from './provider.ts';
import { callVendor, parseRetryAfter, readBody } from './stream.ts';

const PROVIDER = 'unicorn';
/** A line of the timed stream carries one sentence of audio in base64. */
const LINE_MAX_CHARS = 4 * 1024 * 1024;

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const timedLineSchema = z.union([
  z.object({ audio_base64: z.base64(), characters_done: z.int(), characters_total: z.int() }),
  z.object({ done: z.literal(true) }),
]);

const toError = async (response: Response, now: number): Promise<ProviderError> => {
  const text = await response.text().catch(() => '');
  const parsed = errorSchema.safeParse(tryJson(text));
  const message = parsed.success
    ? `${parsed.data.error.code}: ${parsed.data.error.message}`
    : `HTTP ${response.status}`;
  const retryAfterMs = parseRetryAfter(response.headers.get('Retry-After'), now);
  if (response.status === 429) return new ProviderError(PROVIDER, 'rate_limited', message, retryAfterMs);
  if (response.status === 401 || response.status === 403) return new ProviderError(PROVIDER, 'unauthorized', message);
  if (response.status >= 500) return new ProviderError(PROVIDER, 'unavailable', message, retryAfterMs);
  return new ProviderError(PROVIDER, 'rejected', message);
};

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readBody(PROVIDER, body)) {
    rest += decoder.decode(chunk, { stream: true });
    let end = rest.indexOf('\n');
    while (end >= 0) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
      end = rest.indexOf('\n');
    }
    if (rest.length > LINE_MAX_CHARS) throw new ProviderError(PROVIDER, 'bad_response', 'a line without an end');
  }
  if (rest.trim()) yield rest;
}

async function* readTimed(body: ReadableStream<Uint8Array>): AsyncGenerator<MediaPiece> {
  for await (const line of readLines(body)) {
    const parsed = timedLineSchema.safeParse(tryJson(line));
    if (!parsed.success) throw new ProviderError(PROVIDER, 'bad_response', 'a line of the stream is not as agreed');
    if ('done' in parsed.data) return;
    const { audio_base64: audio, characters_done: done, characters_total: total } = parsed.data;
    yield { bytes: Uint8Array.from(atob(audio), (char) => char.charCodeAt(0)), progress: { done, total } };
  }
  throw new ProviderError(PROVIDER, 'bad_response', 'the stream ended before its last line');
}

async function* readAudio(body: ReadableStream<Uint8Array>): AsyncGenerator<MediaPiece> {
  for await (const bytes of readBody(PROVIDER, body)) yield { bytes };
}

/**
 * Unicorn, the house's own voice. Speaks its HTTP API (sandbox/README.md): `POST /v1/speech` for plain MP3 and
 * `POST /v1/speech/timed` for the same in lines of JSON that tell how far it is.
 */
export const createUnicorn = (options: {
  baseUrl: string;
  apiKey: string;
  isDemo: boolean;
  fetch: (request: Request) => Promise<Response>;
  now: () => number;
  voices: readonly Voice[];
}): SpeechProvider => ({
  id: PROVIDER,
  isDemo: options.isDemo,
  voices: options.voices,
  async *synthesize(request: SpeechRequest, { signal, progress }: CallOptions) {
    const response = await callVendor(
      PROVIDER,
      options.fetch,
      new Request(`${options.baseUrl}/v1/speech${progress ? '/timed' : ''}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Api-Key': options.apiKey },
        body: JSON.stringify({
          text: request.text,
          voice_id: request.voice,
          language: request.language,
          speed: request.speed,
          pitch: request.pitch,
          volume: request.volume,
          quality: request.quality,
          bitrate_kbps: request.bitrateKbps,
          format: 'mp3',
        }),
        signal,
      }),
    );
    if (!response.ok) throw await toError(response, options.now());
    const type = response.headers.get('Content-Type') ?? '';
    const isExpected = progress ? type.startsWith('application/x-ndjson') : type.startsWith('audio/mpeg');
    if (!response.body || !isExpected) {
      await response.body?.cancel();
      throw new ProviderError(PROVIDER, 'bad_response', `answered with ${type || 'no content type'}`);
    }
    yield* progress ? readTimed(response.body) : readAudio(response.body);
  },
});
