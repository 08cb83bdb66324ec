import { type Context, Hono } from 'hono';
import { SPEECH_LANGUAGES } from '../engine/languages.ts';
import type { SandboxEnv } from '../env.ts';
import { BODY_MAX_BYTES, HIGH_SAMPLE_RATE_HZ, STANDARD_SAMPLE_RATE_HZ } from '../limits.ts';
import { type BegunNarration, beginNarration } from './narration.ts';
import { streamAudio } from './narration-stream.ts';
import { UnicornError } from './unicorn-error.ts';
import { countCodePoints, type SpeechRequest, speechRequestSchema } from './unicorn-schema.ts';
import { streamTimed } from './unicorn-stream.ts';
import { UNICORN_LANGUAGE_CODES, UNICORN_TEMPLATES, UNICORN_VOICES } from './unicorn-voices.ts';

const KEY_PREFIX = 'uni_';

type UnicornContext = Context<{ Bindings: SandboxEnv; Variables: { requestId: string } }>;

const readSpeechRequest = async (c: UnicornContext): Promise<SpeechRequest> => {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new UnicornError(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength > BODY_MAX_BYTES) {
    throw new UnicornError(413, 'body_too_large', `The body is larger than ${BODY_MAX_BYTES} bytes.`);
  }
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new UnicornError(400, 'invalid_json', 'The body is not JSON.');
  }
  const request = speechRequestSchema.safeParse(body);
  if (!request.success) throw UnicornError.fromZod(request.error);
  return request.data;
};

const beginSpeech = (request: SpeechRequest): Promise<BegunNarration> => {
  const { text, voice, language, speed, pitch, volume, high_quality, bitrate_kbps } = request;
  const sample_rate = high_quality ? HIGH_SAMPLE_RATE_HZ : STANDARD_SAMPLE_RATE_HZ;
  return beginNarration({
    lines: [{ text, char_start: 0, voice, language, speed, pitch, volume }],
    format: { codec: 'mp3', sample_rate, bitrate_kbps },
    high_quality,
  });
};

/** Unicorn's HTTP API, as README.md describes it. */
export const unicorn = new Hono<{ Bindings: SandboxEnv; Variables: { requestId: string } }>()
  .use(async (c, next) => {
    c.set('requestId', `req_${crypto.randomUUID()}`);
    c.header('X-Request-Id', c.get('requestId'));
    if (!c.req.header('x-api-key')?.startsWith(KEY_PREFIX)) {
      throw new UnicornError(401, 'invalid_key', `Send a key that begins with ${KEY_PREFIX} as X-Api-Key.`);
    }
    await next();
  })
  .get('/v1/voices', (c) =>
    c.json({
      voices: UNICORN_VOICES.map(({ voice_id, name, gender, description }) => ({
        voice_id,
        name,
        gender,
        description,
        languages: UNICORN_LANGUAGE_CODES,
      })),
      languages: SPEECH_LANGUAGES.map(({ code, name, native_name, direction }) => ({
        code,
        name,
        native_name,
        direction,
      })),
    }),
  )
  .get('/v1/templates', (c) => c.json({ templates: UNICORN_TEMPLATES }))
  .post('/v1/speech', async (c) => {
    const request = await readSpeechRequest(c);
    const { first, rest } = await beginSpeech(request);
    return c.body(streamAudio(first, rest), 200, {
      'Content-Type': 'audio/mpeg',
      'X-Characters': String(countCodePoints(request.text)),
    });
  })
  .post('/v1/speech/timed', async (c) => {
    const request = await readSpeechRequest(c);
    const { first, rest } = await beginSpeech(request);
    return c.body(streamTimed(first, rest, request.text), 200, {
      'Content-Type': 'application/x-ndjson',
      'X-Characters': String(countCodePoints(request.text)),
    });
  })
  .notFound((c) => c.json(new UnicornError(404, 'not_found', 'There is nothing at this address.').toBody(), 404))
  .onError((error, c) => {
    if (error instanceof UnicornError) return c.json(error.toBody(), error.status);
    console.error('unicorn failed', c.get('requestId'), error);
    return c.json(new UnicornError(500, 'internal', 'The voice failed; try again.').toBody(), 500);
  });
