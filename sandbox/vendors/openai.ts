import { Hono } from 'hono';
import { detectLanguage } from '../engine/detect-language.ts';
import { wavHeader } from '../engine/pcm-stream.ts';
import type { SandboxEnv } from '../env.ts';
import { OPENAI_REQUESTS_PER_MINUTE, OPENAI_SAMPLE_RATE_HZ } from '../limits.ts';
import { beginNarration, type SoundFormat } from './narration.ts';
import { prependBytes, streamAudio } from './narration-stream.ts';
import { OpenAiError } from './openai-error.ts';
import { OPENAI_MODELS, type OpenAiSpeech, parseSpeech } from './openai-schema.ts';
import { OPENAI_VOICES } from './openai-voices.ts';
import { playLine } from './played-voice.ts';
import { readJson } from './read-body.ts';

const KEY_PREFIX = 'sk-sandbox';
/** A key of an account that has no money left. */
const EMPTY_KEY = 'sk-sandbox-empty';
/** A key that may speak and not list models. */
const RESTRICTED_KEY = 'sk-sandbox-restricted';

/** A part of the key is shown, as the vendor does. */
const maskKey = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;

const checkKey = (authorization: string | undefined): string => {
  const key = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!key)
    throw new OpenAiError(401, "You didn't provide an API key. You need to provide it in an Authorization header.");
  if (key.startsWith(KEY_PREFIX)) return key;
  const message = `Incorrect API key provided: ${maskKey(key)}. You can find your API key in your account.`;
  throw new OpenAiError(401, message, { code: 'invalid_api_key' });
};

const FORMATS: Partial<Record<OpenAiSpeech['response_format'], { type: string; sound: SoundFormat }>> = {
  mp3: { type: 'audio/mpeg', sound: { codec: 'mp3', sample_rate: OPENAI_SAMPLE_RATE_HZ, bitrate_kbps: 128 } },
  opus: { type: 'audio/opus', sound: { codec: 'opus', sample_rate: OPENAI_SAMPLE_RATE_HZ, bitrate_kbps: 64 } },
  wav: { type: 'audio/wav', sound: { codec: 'pcm', sample_rate: OPENAI_SAMPLE_RATE_HZ } },
  pcm: { type: 'audio/pcm', sound: { codec: 'pcm', sample_rate: OPENAI_SAMPLE_RATE_HZ } },
};

const speak = async (request: OpenAiSpeech): Promise<{ type: string; body: ReadableStream<Uint8Array> }> => {
  const format = FORMATS[request.response_format];
  const voice = OPENAI_VOICES[request.voice];
  if (!format || request.stream_format === 'sse') {
    throw new OpenAiError(400, 'The sandbox plays audio of mp3, opus, wav and pcm only.', { param: 'response_format' });
  }
  if (!voice) throw new Error('A voice that was checked is not there');
  const line = playLine(voice, {
    text: request.input,
    language: detectLanguage(request.input),
    speed: request.speed,
    // Instructions cannot be understood here; that they are heard at all is a livelier melody.
    melody: request.model === 'gpt-4o-mini-tts' && request.instructions ? 1.4 : 1,
  });
  const lines = line.text.trim() === '' ? [{ char_start: 0, silence_ms: 500 }] : [line];
  const high_quality = request.model === 'tts-1-hd';
  const { first, rest } = await beginNarration({ lines, format: format.sound, high_quality });
  const body = streamAudio(first, rest);
  const isWav = request.response_format === 'wav';
  return { type: format.type, body: isWav ? prependBytes(wavHeader(OPENAI_SAMPLE_RATE_HZ, undefined), body) : body };
};

/** OpenAI: the list of models and speech, as README.md describes them. */
export const openai = new Hono<{ Bindings: SandboxEnv; Variables: { key: string } }>()
  .use(async (c, next) => {
    c.header('x-request-id', `req_${crypto.randomUUID().replaceAll('-', '')}`);
    c.header('openai-version', '2020-10-01');
    c.set('key', checkKey(c.req.header('authorization')));
    await next();
  })
  .get('/v1/models', (c) => {
    if (c.get('key') === RESTRICTED_KEY) {
      throw new OpenAiError(
        403,
        'You have insufficient permissions for this operation. Missing scopes: api.model.read.',
      );
    }
    const data = OPENAI_MODELS.map((id) => ({ id, object: 'model', created: 1_698_785_189, owned_by: 'system' }));
    return c.json({ object: 'list', data });
  })
  .post('/v1/audio/speech', async (c) => {
    if (c.get('key') === EMPTY_KEY) {
      throw new OpenAiError(429, 'You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      });
    }
    const { type, body } = await speak(parseSpeech(await readJson(c.req)));
    return c.body(body, 200, {
      'content-type': type,
      'openai-processing-ms': '180',
      'x-ratelimit-limit-requests': String(OPENAI_REQUESTS_PER_MINUTE),
      'x-ratelimit-remaining-requests': String(OPENAI_REQUESTS_PER_MINUTE - 1),
      'x-ratelimit-reset-requests': '120ms',
    });
  })
  .notFound((c) => c.json(new OpenAiError(404, `Invalid URL (${c.req.method} ${c.req.path})`).toBody(), 404))
  .onError((error, c) => {
    if (error instanceof OpenAiError) return c.json(error.toBody(), error.status);
    console.error('openai failed', error);
    const message = 'The server had an error while processing your request. Sorry about that!';
    return c.json(new OpenAiError(500, message, { type: 'server_error' }).toBody(), 500);
  });
