import { z } from 'zod';
import { readAudio } from './audio.ts';
import { clampTo } from './fit.ts';
import { OPENAI_VOICES } from './openai-voices.ts';
import type {
  ProviderError,
  ProviderErrorCode,
  SpeechCapabilities,
  SpeechLimits,
  SpeechProvider,
  SpeechRequest,
  SpeechVendorOptions,
  VendorWire,
} from './provider.ts';
import { callVendor, errorOfStatus, readAgreed, readText, tryJson } from './stream.ts';

const PROVIDER = 'openai';
const SPEED = { min: 0.25, max: 4 };
const INSTRUCTIONS_MAX_CHARS = 1_000;

const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: null,
  volume: null,
  instructions: { maxChars: INSTRUCTIONS_MAX_CHARS },
  seed: false,
  context: false,
  wordTimes: false,
  highQuality: true,
  formats: ['mp3', 'wav', 'opus'],
  tuning: [],
};

/** A key of the first paid tier makes 500 calls a minute of these models; eight at once stay below. */
const CONCURRENT_CALLS_MAX = 8;
const CLASSIC_LIMITS: SpeechLimits = {
  maxPerCall: 4_096,
  unit: 'characters',
  maxConcurrentCalls: CONCURRENT_CALLS_MAX,
};
/** 2,000 tokens. A token of this tokenizer is never less than a byte, so that many bytes always fit. */
const STEERED_LIMITS: SpeechLimits = {
  maxPerCall: 2_000,
  unit: 'utf8_bytes',
  maxConcurrentCalls: CONCURRENT_CALLS_MAX,
};

const STEERED_MODEL = 'gpt-4o-mini-tts';

type ModelChoice = Pick<SpeechRequest, 'voice' | 'quality' | 'instructions'>;

// Only the steered model takes instructions, and only it has the four younger voices (X-14 for the other two).
const modelOf = ({ voice, quality, instructions }: ModelChoice): string => {
  const isSteered = OPENAI_VOICES.some((one) => one.voiceId === voice && one.isSteeredOnly);
  if (isSteered || instructions) return STEERED_MODEL;
  return quality === 'high' ? 'tts-1-hd' : 'tts-1';
};

const errorSchema = z.object({
  error: z.object({ message: z.string(), type: z.string().nullish(), code: z.string().nullish() }),
});
const modelListSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

type Refusal = { code: string; message: string };

/** Where the vendor's words begin to repeat what was sent. */
const ECHO = /, 'input':/;

const readRefusal = async (wire: VendorWire, response: Response): Promise<Refusal | undefined> => {
  const parsed = errorSchema.safeParse(tryJson(await readText(wire, response.body)));
  if (!parsed.success) return undefined;
  const { code, type, message } = parsed.data.error;
  return { code: code ?? type ?? 'error', message: message.split(ECHO, 1)[0] ?? '' };
};

/** An account without money is a 429 as well, which no waiting helps. */
const EXHAUSTED = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']);

const toError = (wire: VendorWire, response: Response, refusal: Refusal | undefined): ProviderError => {
  const code: ProviderErrorCode | undefined = refusal && EXHAUSTED.has(refusal.code) ? 'exhausted' : undefined;
  return errorOfStatus(wire, response, { words: refusal && `${refusal.code}: ${refusal.message}`, code });
};

/**
 * Speech of OpenAI: `POST /v1/audio/speech` as its API reference has it. Without the `openai` package: one call of
 * plain JSON is all there is to it, and the package weighs 92 KiB.
 */
export const createOpenAiSpeech = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const headers = { Authorization: `Bearer ${credential.apiKey}`, 'Content-Type': 'application/json' };

  // A restricted key may speak without the right to list models; the vendor then says which scope is missing.
  const checkKey = async (signal: AbortSignal): Promise<boolean> => {
    const response = await callVendor(wire, new Request(`${credential.baseUrl}/v1/models`, { headers, signal }));
    if (response.ok) {
      await readAgreed(wire, response, modelListSchema);
      return true;
    }
    const refusal = await readRefusal(wire, response);
    if (refusal && /missing scopes/i.test(refusal.message)) return true;
    if (response.status === 401) return false;
    throw toError(wire, response, refusal);
  };

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: (request) => (modelOf(request) === STEERED_MODEL ? STEERED_LIMITS : CLASSIC_LIMITS),
    // There is no call for it: the voices are in the API reference.
    listVoices: async () => OPENAI_VOICES.map(({ isSteeredOnly: _, ...voice }) => voice),
    checkKey,
    async *synthesize(request, { signal }) {
      const body = JSON.stringify({
        model: modelOf(request),
        input: request.text,
        voice: request.voice,
        response_format: request.format,
        speed: clampTo(SPEED, request.speed),
        ...(request.instructions ? { instructions: request.instructions } : {}),
      });
      const url = `${credential.baseUrl}/v1/audio/speech`;
      const response = await callVendor(wire, new Request(url, { method: 'POST', headers, body, signal }));
      if (!response.ok) throw toError(wire, response, await readRefusal(wire, response));
      yield* readAudio(wire, response, request.format);
    },
  };
};
