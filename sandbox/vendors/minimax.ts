import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { joinBytes } from '../engine/join-bytes.ts';
import type { BitrateKbps } from '../engine/mp3-stream.ts';
import { wavHeader } from '../engine/pcm-stream.ts';
import type { SandboxEnv } from '../env.ts';
import { publishFile } from './media-host.ts';
import { MinimaxError } from './minimax-error.ts';
import { describeAudio, joinAudio, SUCCESS, streamEvents, toHex, writeSubtitles } from './minimax-reply.ts';
import { type MinimaxRequest, readLines, speechRequestSchema } from './minimax-schema.ts';
import { MINIMAX_CLONES, MINIMAX_VOICES, type MinimaxVoice } from './minimax-voices.ts';
import { type BegunNarration, beginNarration, type SoundFormat } from './narration.ts';
import { readJson } from './read-body.ts';

/** Where the vendor keeps what he made; addresses are signed and good for a day. */
export const MINIMAX_FILES_HOST = 'minimax-algeng-chat-tts-us.oss-us-east-1.aliyuncs.com';
const FILE_LIFE_SECONDS = 24 * 3_600;

const KEY = /^Bearer [\w.-]{16,}$/;
const GROUP = /^\d+$/;

type MinimaxContext = Context<{ Bindings: SandboxEnv; Variables: { traceId: string } }>;

const readRequest = async (c: MinimaxContext): Promise<MinimaxRequest> => {
  const request = speechRequestSchema.safeParse(await readJson(c.req));
  if (request.success) return request.data;
  const issue = request.error.issues[0];
  throw MinimaxError.ofParams(issue ? `${issue.path.join('.')}: ${issue.message}` : 'no speech request');
};

/** Below 32,000 samples a second there is no MP3 of more bits than these. */
const MP3_LOW_RATE_HZ = 32_000;
const MP3_LOW_RATE_KBPS = 160;
const MP3_8KHZ_KBPS = 64;

const soundOf = ({ audio_setting: { format, sample_rate, bitrate } }: MinimaxRequest): SoundFormat => {
  if (format !== 'mp3') return { codec: 'pcm', sample_rate };
  const most = sample_rate === 8_000 ? MP3_8KHZ_KBPS : MP3_LOW_RATE_KBPS;
  const wanted = bitrate / 1_000;
  const kbps = sample_rate < MP3_LOW_RATE_HZ ? Math.min(wanted, most) : wanted;
  return { codec: 'mp3', sample_rate, bitrate_kbps: kbps as BitrateKbps };
};

const publish = async (c: MinimaxContext, name: string, content_type: string, bytes: Uint8Array<ArrayBuffer>) => {
  const path = `/audio/${c.get('traceId')}/${name}`;
  const expires = Math.floor(Date.now() / 1_000) + FILE_LIFE_SECONDS;
  const url = await publishFile(c.env, MINIMAX_FILES_HOST, path, { content_type, bytes });
  return `${url}?Expires=${expires}&OSSAccessKeyId=sandbox&Signature=${crypto.randomUUID()}`;
};

const MEDIA_TYPES = { mp3: 'audio/mpeg', pcm: 'audio/pcm', wav: 'audio/wav' } as const;

const answerWhole = async (c: MinimaxContext, request: MinimaxRequest, { first, rest }: BegunNarration) => {
  const pieces = [first];
  for await (const piece of rest) pieces.push(piece);
  const { format, sample_rate } = request.audio_setting;
  const samples = joinAudio(pieces);
  const audio = format === 'wav' ? joinBytes([wavHeader(sample_rate, samples.length), samples]) : samples;
  const isUrl = request.output_format === 'url';
  const data = {
    audio: isUrl ? await publish(c, `speech.${format}`, MEDIA_TYPES[format], audio) : toHex(audio),
    status: 2,
    ced: '',
    ...(request.subtitle_enable
      ? { subtitle_file: await publish(c, 'speech.titles', 'application/json', writeSubtitles(request, pieces)) }
      : {}),
  };
  const extra_info = describeAudio(request, audio.length, pieces.at(-1)?.next_ms ?? 0);
  return c.json({ data, extra_info, trace_id: c.get('traceId'), base_resp: SUCCESS });
};

const voiceTypeSchema = z.object({ voice_type: z.literal(['system', 'voice_cloning', 'voice_generation', 'all']) });

const describeVoice = ({ voice_id, voice_name, description }: MinimaxVoice) => ({
  voice_id,
  voice_name,
  description: [description],
  created_time: '1970-01-01',
});

/** MiniMax's speech, as README.md describes it: whatever is wrong stands in the body of a 200. */
export const minimax = new Hono<{ Bindings: SandboxEnv; Variables: { traceId: string } }>()
  .use(async (c, next) => {
    c.set('traceId', crypto.randomUUID().replaceAll('-', ''));
    c.header('Trace-Id', c.get('traceId'));
    const authorization = c.req.header('authorization');
    if (!authorization) throw new MinimaxError(1004, 'login fail: Please carry the API secret key in the header');
    if (!KEY.test(authorization)) throw new MinimaxError(2049, 'invalid api key');
    const group = c.req.query('GroupId');
    if (group !== undefined && !GROUP.test(group)) throw new MinimaxError(1004, 'token not match group');
    await next();
  })
  .post('/v1/t2a_v2', async (c) => {
    const request = await readRequest(c);
    const { format } = request.audio_setting;
    if (request.stream && format === 'wav') throw MinimaxError.ofParams('wav is not streamed');
    const begun = await beginNarration({ lines: readLines(request), format: soundOf(request) });
    if (!request.stream) return answerWhole(c, request, begun);
    return c.body(streamEvents(begun, request, c.get('traceId')), 200, { 'Content-Type': 'text/event-stream' });
  })
  .post('/v1/get_voice', async (c) => {
    const wish = voiceTypeSchema.safeParse(await readJson(c.req));
    if (!wish.success) throw MinimaxError.ofParams('voice_type');
    const { voice_type } = wish.data;
    const list = (kind: typeof voice_type, voices: readonly MinimaxVoice[]) =>
      voice_type === kind || voice_type === 'all' ? voices.map(describeVoice) : [];
    return c.json({
      system_voice: list('system', MINIMAX_VOICES),
      voice_cloning: list('voice_cloning', MINIMAX_CLONES).map(({ voice_name: _, ...clone }) => clone),
      voice_generation: [],
      base_resp: SUCCESS,
    });
  })
  .notFound((c) => c.text('404 page not found', 404))
  .onError((error, c) => {
    if (error instanceof MinimaxError) return c.json(error.toBody(c.get('traceId')));
    console.error('minimax failed', error);
    return c.json(new MinimaxError(1000, 'unknown error').toBody(c.get('traceId')));
  });
