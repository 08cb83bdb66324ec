import { type Context, Hono } from 'hono';
import type { NarratedPiece } from '../engine/narrate.ts';
import { wavHeader } from '../engine/pcm-stream.ts';
import type { SandboxEnv } from '../env.ts';
import { ELEVENLABS_FREE_CALLS_MAX } from '../limits.ts';
import { openState } from '../state/open-state.ts';
import { Aligner, type Alignment } from './elevenlabs-alignment.ts';
import { ElevenLabsError } from './elevenlabs-error.ts';
import {
  type ElevenLabsSpeech,
  type OutputFormat,
  parseFormat,
  parseSpeech,
  readLines,
  voiceQuerySchema,
} from './elevenlabs-schema.ts';
import {
  ADDED_VOICES,
  DEFAULT_VOICES,
  describeVoice,
  type ElevenLabsVoice,
  findElevenLabsVoice,
  PREVIEW_FOLDER,
} from './elevenlabs-voices.ts';
import { type BegunNarration, beginNarration } from './narration.ts';
import { afterwards, prependBytes, streamAudio, streamPieces, toBase64 } from './narration-stream.ts';
import { readJson } from './read-body.ts';

const KEY_PREFIX = 'sk_sandbox';
/** Whose characters of this month are used up; whose key may only speak; who has the free plan. */
const EMPTY_KEY = 'sk_sandbox_empty';
const RESTRICTED_KEY = 'sk_sandbox_restricted';
const FREE_KEY = 'sk_sandbox_free';

type ElevenLabsContext = Context<{ Bindings: SandboxEnv; Variables: { key: string } }>;

const needs = (c: ElevenLabsContext, permission: string): void => {
  if (c.get('key') !== RESTRICTED_KEY) return;
  const message = `The API key you used is missing the permission ${permission} to execute this operation.`;
  throw ElevenLabsError.old(401, 'missing_permissions', message);
};

const describeUser = (key: string) => ({
  user_id: 'SandboxUser00000001',
  subscription: {
    tier: key === FREE_KEY ? 'free' : 'creator',
    character_count: key === EMPTY_KEY ? 100_000 : 1_234,
    character_limit: 100_000,
    can_extend_character_limit: false,
    allowed_to_extend_character_limit: false,
    next_character_count_reset_unix: null,
    voice_slots_used: 2,
    voice_limit: 30,
    can_use_instant_voice_cloning: true,
    can_use_professional_voice_cloning: true,
    status: 'active',
  },
  is_new_user: false,
  xi_api_key: null,
  can_use_delayed_payment_methods: false,
  is_onboarding_completed: true,
  is_onboarding_checklist_completed: true,
  created_at: 0,
});

const matches = (voice: ElevenLabsVoice, search: string, category: string | undefined): boolean => {
  const text = [voice.name, voice.description, voice.category, voice.accent, voice.gender, voice.use_case].join(' ');
  return text.toLowerCase().includes(search.toLowerCase()) && (category ?? voice.category) === voice.category;
};

/** A page of what was added, and on the first one the default voices besides: it is longer than was asked for. */
const listPage = (query: unknown) => {
  const parsed = voiceQuerySchema.safeParse(query);
  if (!parsed.success) throw ElevenLabsError.fromZod(parsed.error, query);
  const { page_size, next_page_token, search = '', category, include_total_count } = parsed.data;
  const start = next_page_token === undefined ? 0 : Number(/^page_(\d+)$/.exec(next_page_token)?.[1]);
  if (Number.isNaN(start)) {
    throw ElevenLabsError.typed(400, 'validation_error', 'invalid_page_token', 'No such page.', 'next_page_token');
  }
  const [defaults, added] = [DEFAULT_VOICES, ADDED_VOICES].map((voices) =>
    voices.filter((voice) => matches(voice, search, category)),
  ) as [ElevenLabsVoice[], ElevenLabsVoice[]];
  const end = start + page_size;
  const has_more = end < added.length;
  return {
    voices: [...(start === 0 ? defaults : []), ...added.slice(start, end)].map(describeVoice),
    has_more,
    total_count: include_total_count === 'true' ? defaults.length + added.length : 0,
    next_page_token: has_more ? `page_${end}` : null,
  };
};

/** Takes one of the account's places, if it has only so many. Gives back what frees it. */
const takePlace = async (c: ElevenLabsContext): Promise<() => void> => {
  if (c.get('key') !== FREE_KEY) return () => undefined;
  const { id, taken } = await openState(c.env).takeSlot(`elevenlabs/${FREE_KEY}`, ELEVENLABS_FREE_CALLS_MAX);
  c.header('current-concurrent-requests', String(taken));
  c.header('maximum-concurrent-requests', String(ELEVENLABS_FREE_CALLS_MAX));
  if (id === undefined) {
    const message = `Too many concurrent requests. Your current subscription is associated with a maximum of ${ELEVENLABS_FREE_CALLS_MAX} concurrent requests.`;
    throw ElevenLabsError.typed(429, 'rate_limit_error', 'concurrent_limit_exceeded', message);
  }
  return () => c.executionCtx.waitUntil(openState(c.env).freeSlot(id));
};

type Speech = { request: ElevenLabsSpeech; format: OutputFormat; narration: BegunNarration; leave: () => void };

const beginSpeech = async (c: ElevenLabsContext, isStream: boolean): Promise<Speech> => {
  if (c.get('key') === EMPTY_KEY) {
    const message = 'This request exceeds your quota. You have 0 credits remaining.';
    throw ElevenLabsError.old(401, 'quota_exceeded', message);
  }
  const format = parseFormat(c.req.query('output_format'), isStream);
  if (format.needs_plan && c.get('key') === FREE_KEY) {
    const message = 'This output format is not allowed on your plan.';
    throw ElevenLabsError.old(403, 'output_format_not_allowed', message);
  }
  const request = parseSpeech(await readJson(c.req));
  const id = c.req.param('voice_id') ?? '';
  const voice = findElevenLabsVoice(id);
  if (!voice) {
    const message = `A voice with voice_id ${id} does not exist for the account.`;
    throw ElevenLabsError.typed(404, 'not_found', 'voice_not_found', message, 'voice_id');
  }
  const leave = await takePlace(c);
  try {
    const narration = await beginNarration({ lines: readLines(request, voice), format: format.sound });
    c.header('request-id', crypto.randomUUID().replaceAll('-', ''));
    c.header('history-item-id', crypto.randomUUID().replaceAll('-', ''));
    c.header('character-cost', String(request.cost));
    return { request, format, narration, leave };
  } catch (error) {
    leave();
    throw error;
  }
};

const answerAudio = async (c: ElevenLabsContext, isStream: boolean): Promise<Response> => {
  const { format, narration, leave } = await beginSpeech(c, isStream);
  const audio = afterwards(streamAudio(narration.first, narration.rest), leave);
  const body = format.is_wav ? prependBytes(wavHeader(format.sound.sample_rate, undefined), audio) : audio;
  return c.body(body, 200, { 'content-type': format.type });
};

const toChunk = (audio: Uint8Array, alignment: Alignment) => ({
  audio_base64: toBase64(audio),
  alignment,
  normalized_alignment: alignment,
});

/** Lines of JSON, a piece each. */
const answerTimedStream = async (c: ElevenLabsContext): Promise<Response> => {
  const { request, narration, leave } = await beginSpeech(c, true);
  const aligner = new Aligner(request.text);
  const encoder = new TextEncoder();
  const write = (piece: NarratedPiece | undefined): Uint8Array => {
    const chunk = piece ? toChunk(piece.audio, aligner.align(piece)) : toChunk(new Uint8Array(), aligner.finish());
    return encoder.encode(`${JSON.stringify(chunk)}\n\n`);
  };
  const body = afterwards(streamPieces(narration.first, narration.rest, write), leave);
  return c.body(body, 200, { 'content-type': 'application/json' });
};

/** ElevenLabs: its user, voices and speech, as README.md describes them. */
export const elevenlabs = new Hono<{ Bindings: SandboxEnv; Variables: { key: string } }>()
  .use(async (c, next) => {
    const key = c.req.header('xi-api-key');
    if (!key) throw ElevenLabsError.old(401, 'missing_api_key', 'No API key was sent.');
    if (!key.startsWith(KEY_PREFIX)) throw ElevenLabsError.old(401, 'invalid_api_key', 'Invalid API key');
    c.set('key', key);
    await next();
  })
  .get('/v1/user', (c) => {
    needs(c, 'user_read');
    return c.json(describeUser(c.get('key')));
  })
  .get('/v1/voices', (c) => {
    needs(c, 'voices_read');
    return c.json({ voices: [...DEFAULT_VOICES, ...ADDED_VOICES].map(describeVoice) });
  })
  .get('/v2/voices', (c) => {
    needs(c, 'voices_read');
    return c.json(listPage(c.req.query()));
  })
  .post('/v1/text-to-speech/:voice_id', (c) => answerAudio(c, false))
  .post('/v1/text-to-speech/:voice_id/stream', (c) => answerAudio(c, true))
  .post('/v1/text-to-speech/:voice_id/stream/with-timestamps', (c) => answerTimedStream(c))
  .notFound((c) => c.json({ detail: 'Not Found' }, 404))
  .onError((error, c) => {
    if (error instanceof ElevenLabsError) return c.json(error.toBody(), error.status);
    console.error('elevenlabs failed', error);
    const broken = ElevenLabsError.typed(500, 'internal_error', 'internal_error', 'Something went wrong.');
    return c.json(broken.toBody(), 500);
  });

/** Where ElevenLabs keeps recordings of its voices; no key is asked for. */
export const elevenLabsPreviews = new Hono<{ Bindings: SandboxEnv }>().get(`${PREVIEW_FOLDER}:file`, async (c) => {
  const voice = findElevenLabsVoice(c.req.param('file').replace(/\.mp3$/, ''));
  if (!voice) return c.text('NoSuchKey', 404);
  const text = `Hello. My name is ${voice.name.split(' - ')[0]}.`;
  const lines = readLines(parseSpeech({ text, model_id: 'eleven_flash_v2_5', language_code: voice.language }), voice);
  const sound = { codec: 'mp3', sample_rate: 22_050, bitrate_kbps: 64 } as const;
  const { first, rest } = await beginNarration({ lines, format: sound });
  return c.body(streamAudio(first, rest), 200, { 'content-type': 'audio/mpeg' });
});
