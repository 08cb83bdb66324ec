import { type Context, Hono } from 'hono';
import { mp3Encoder, openSpeechEngine } from '../engine/bundled-speech.ts';
import { SPEECH_LANGUAGES } from '../engine/languages.ts';
import { type NarratedPiece, narrate } from '../engine/narrate.ts';
import { splitText } from '../engine/sentences.ts';
import type { SandboxEnv } from '../env.ts';
import { BODY_MAX_BYTES } from '../limits.ts';
import { UnicornError } from './unicorn-error.ts';
import { countCodePoints, type SpeechRequest, speechRequestSchema } from './unicorn-schema.ts';
import { streamAudio, streamTimed } from './unicorn-stream.ts';
import { UNICORN_VARIANTS } from './unicorn-variants.ts';
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

// The first piece is spoken before the answer begins, so that an engine that fails can still say so.
const beginNarration = async (request: SpeechRequest) => {
  const { voice, language } = request;
  const engine = await openSpeechEngine(language.dictionary);
  const rest = narrate(engine, mp3Encoder, {
    pieces: splitText(request.text, language.code),
    delivery: {
      engine_voice: language.engine_voice,
      variant_id: voice.voice_id,
      variant: UNICORN_VARIANTS[voice.voice_id],
      rate_wpm: voice.rate_wpm * request.speed,
      pitch: request.pitch,
      range: voice.range,
      level: voice.level,
    },
    speed: request.speed,
    volume: request.volume,
    high_quality: request.high_quality,
    bitrate_kbps: request.bitrate_kbps,
  });
  const first: NarratedPiece | undefined = (await rest.next()).value ?? undefined;
  if (!first) throw new Error('A text that has something to speak gave no piece');
  return { first, rest };
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
    const { first, rest } = await beginNarration(request);
    return c.body(streamAudio(first, rest), 200, {
      'Content-Type': 'audio/mpeg',
      'X-Characters': String(countCodePoints(request.text)),
    });
  })
  .post('/v1/speech/timed', async (c) => {
    const request = await readSpeechRequest(c);
    const { first, rest } = await beginNarration(request);
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
