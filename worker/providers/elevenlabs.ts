import { z } from 'zod';
import { checkAudio, readAudio } from './audio.ts';
import { readRefusal, toError } from './elevenlabs-error.ts';
import { contextOf, SPEED, TUNING, voiceSettingsOf } from './elevenlabs-settings.ts';
import { languageCodeOf, toVendorVoice, voicePageSchema } from './elevenlabs-voices.ts';
import { WordBuilder } from './elevenlabs-words.ts';
import { clampTo, highestUpTo, refuseTooLong } from './fit.ts';
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
} from './provider.ts';
import { callVendor, decodeBase64, expectType, readAgreed, readBody, readLines, tryJson } from './stream.ts';
import { fetchVendorFile } from './vendor-file.ts';

const PROVIDER = 'elevenlabs';
const SEED = { min: 0, max: 4_294_967_295 };
/** The most that one page of voices may hold, and after how many pages a list is no list any more. */
const VOICES_PER_PAGE = 100;
const VOICE_PAGES_MAX = 100;
/** A line carries a second or so of audio in base64, and its characters. */
const LINE_MAX_CHARS = 4 * 1024 * 1024;

/** Where the vendor keeps recordings of his voices. */
const FILE_HOSTS = /(?:^|\.)(?:storage\.googleapis\.com|elevenlabs\.io)$/;
const PREVIEW_MAX_BYTES = 2 * 1024 * 1024;

const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: null,
  volume: null,
  instructions: null,
  seed: true,
  context: true,
  wordTimes: true,
  highQuality: true,
  formats: ['mp3', 'wav', 'opus'],
  tuning: TUNING,
};

type Model = { id: string; takesLanguage: boolean; unitsPerChar: number };

/** The quick model costs half; the other is the one for long narration, and hears the language by itself. */
const MODELS: Record<SpeechRequest['quality'], Model> = {
  standard: { id: 'eleven_flash_v2_5', takesLanguage: true, unitsPerChar: 0.5 },
  high: { id: 'eleven_multilingual_v2', takesLanguage: false, unitsPerChar: 1 },
};

/**
 * The quick model takes 40,000 characters, of which an hour of sound would come: more than one answer may bring. Five
 * at once are those of the plan Creator; larger plans allow more, and a 429 says where a smaller one ends.
 */
const LIMITS: SpeechLimits = { maxPerCall: 10_000, unit: 'characters', maxConcurrentCalls: 5 };

const MP3_KBPS = [32, 64, 96, 128, 192];
const OPUS_KBPS = [32, 64, 96, 128, 192];

const outputFormatOf = ({ format, bitrateKbps }: SpeechRequest): string => {
  if (format === 'mp3') return `mp3_44100_${highestUpTo(MP3_KBPS, bitrateKbps)}`;
  return format === 'opus' ? `opus_48000_${highestUpTo(OPUS_KBPS, bitrateKbps)}` : 'wav_24000';
};

const bodyOf = (request: SpeechRequest): Record<string, unknown> => {
  const model = MODELS[request.quality];
  const settings = voiceSettingsOf(request);
  return {
    text: request.text,
    model_id: model.id,
    ...(model.takesLanguage ? { language_code: languageCodeOf(request.language) } : {}),
    // Left out, the voice's own stored settings are used.
    ...(Object.keys(settings).length > 0 ? { voice_settings: settings } : {}),
    ...(request.seed === undefined ? {} : { seed: clampTo(SEED, Math.trunc(request.seed)) }),
    ...contextOf(request),
  };
};

const userSchema = z.object({ subscription: z.object({ tier: z.string() }) });
const alignmentSchema = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});
const chunkSchema = z.object({ audio_base64: z.base64(), alignment: alignmentSchema.nullish() });

async function* readTimed(wire: VendorWire, body: ReadableStream<Uint8Array>, request: SpeechRequest) {
  const builder = new WordBuilder(request.language);
  const total = [...request.text].length;
  const describe = (words: MediaPiece['words']): Pick<MediaPiece, 'words' | 'progress'> => ({
    ...(words ? { words } : {}),
    progress: { done: Math.min(builder.characters, total), total },
  });
  for await (const line of readLines(wire, body, LINE_MAX_CHARS)) {
    if (line.trim() === '') continue;
    const chunk = chunkSchema.safeParse(tryJson(line));
    if (!chunk.success) throw new ProviderError(PROVIDER, 'bad_response', 'a chunk of the stream is not as agreed');
    const words = chunk.data.alignment ? builder.push(chunk.data.alignment) : [];
    yield { bytes: decodeBase64(chunk.data.audio_base64), ...describe(words) };
  }
  yield { bytes: new Uint8Array(), ...describe(builder.finish()) };
}

/** The vendor tells at the head of an answer what it costs. */
async function* withBill(
  response: Response,
  request: SpeechRequest,
  pieces: AsyncIterable<MediaPiece>,
): AsyncGenerator<MediaPiece> {
  const header = response.headers.get('character-cost');
  const billedUnits = Number(header ?? Number.NaN);
  const expectedUnits = Math.ceil([...request.text].length * MODELS[request.quality].unitsPerChar);
  let isTold = !Number.isFinite(billedUnits);
  for await (const piece of pieces) {
    yield isTold ? piece : { ...piece, bill: { expectedUnits, billedUnits } };
    isTold = true;
  }
}

/**
 * ElevenLabs: `POST /v1/text-to-speech/{voice}/stream`, and `…/stream/with-timestamps` for a timed call, as its API
 * reference and its Python client have them. A white- or grey-label key is the same at another base address.
 */
export const createElevenLabs = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const headers = { 'xi-api-key': credential.apiKey };

  const get = (path: string, signal: AbortSignal): Promise<Response> =>
    callVendor(wire, new Request(credential.baseUrl + path, { headers, signal }));

  const listVoices = async (signal: AbortSignal): Promise<VendorVoice[]> => {
    const voices = new Map<string, VendorVoice>();
    let token: string | undefined;
    for (let page = 0; page < VOICE_PAGES_MAX; page += 1) {
      const query = new URLSearchParams({ page_size: String(VOICES_PER_PAGE), include_total_count: 'false' });
      if (token) query.set('next_page_token', token);
      const response = await get(`/v2/voices?${query}`, signal);
      if (!response.ok) throw toError(wire, response, await readRefusal(wire, response));
      const list = await readAgreed(wire, response, voicePageSchema);
      // The default voices may stand on the first page and once more on a later one.
      for (const voice of list.voices) voices.set(voice.voice_id, toVendorVoice(voice));
      token = list.has_more ? (list.next_page_token ?? undefined) : undefined;
      if (!token) return [...voices.values()];
    }
    throw new ProviderError(PROVIDER, 'bad_response', 'the list of voices does not end');
  };

  // A restricted key may speak without the right to read its user; that is a 401 of its own code.
  const checkKey = async (signal: AbortSignal): Promise<boolean> => {
    const response = await get('/v1/user', signal);
    if (response.ok) {
      await readAgreed(wire, response, userSchema);
      return true;
    }
    const refusal = await readRefusal(wire, response);
    if (refusal?.code === 'missing_permissions') return true;
    const error = toError(wire, response, refusal);
    if (error.code === 'unauthorized') return false;
    throw error;
  };

  const speak = async (path: string, request: SpeechRequest, signal: AbortSignal): Promise<Response> => {
    const query = new URLSearchParams({ output_format: outputFormatOf(request) });
    const url = `${credential.baseUrl}/v1/text-to-speech/${encodeURIComponent(request.voice)}${path}?${query}`;
    const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, signal };
    const response = await callVendor(wire, new Request(url, { ...init, body: JSON.stringify(bodyOf(request)) }));
    if (!response.ok) throw toError(wire, response, await readRefusal(wire, response));
    return response;
  };

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: () => LIMITS,
    listVoices,
    checkKey,
    async *readPreview(address, signal) {
      const file = await fetchVendorFile(wire, address, { hosts: FILE_HOSTS, signal });
      yield* readBody(wire, file, PREVIEW_MAX_BYTES);
    },
    async *synthesize(request, { signal, timed }) {
      refuseTooLong(wire, LIMITS, request.text);
      // A WAV says how long it is before it begins, so the vendor does not stream one.
      if (request.format === 'wav') {
        const response = await speak('', request, signal);
        yield* withBill(response, request, readAudio(wire, response, 'wav'));
      } else if (timed) {
        const response = await speak('/stream/with-timestamps', request, signal);
        const body = await expectType(wire, response, [
          'application/json',
          'application/x-ndjson',
          'text/event-stream',
        ]);
        yield* withBill(response, request, checkAudio(wire, request.format, readTimed(wire, body, request)));
      } else {
        const response = await speak('/stream', request, signal);
        yield* withBill(response, request, readAudio(wire, response, request.format));
      }
    },
  };
};
