import { type Context, Hono } from 'hono';
import { drawPicture } from '../engine/drawing/draw-picture.ts';
import { encodePng } from '../engine/drawing/png.ts';
import { decodePicture, type Picture } from '../engine/video/picture.ts';
import { sizeOfPicture } from '../engine/video/picture-size.ts';
import type { SandboxEnv } from '../env.ts';
import { OPENROUTER_BODY_MAX_BYTES, OPENROUTER_PICTURE_TOKENS, REFERENCE_MAX_PIXELS } from '../limits.ts';
import { toBase64 } from './narration-stream.ts';
import { OpenRouterError } from './openrouter-error.ts';
import { describeModel, OPENROUTER_MODELS } from './openrouter-models.ts';
import { billFor, describeReply, reply, streamReply } from './openrouter-reply.ts';
import { type OpenRouterRequest, PICTURE_SIZES, parseCompletion } from './openrouter-schema.ts';
import { readJson } from './read-body.ts';

const KEY_PREFIX = 'sk-or-v1-sandbox';
/** A key of an account that has no money left. */
const EMPTY_KEY = 'sk-or-v1-sandbox-empty';
/** A key that has reached the limit that its owner set. */
const CAPPED_KEY = 'sk-or-v1-sandbox-capped';
/** Whoever says this is flagged by those models that are moderated, and is not drawn. */
const FLAGGED = 'sandbox-flagged';
const FLAGGED_MAX_CHARS = 100;
const SEED_RANGE = 2 ** 31;
const DATA_URL = /^data:image\/(?:png|jpeg|webp);base64,/;

type OpenRouterContext = Context<{ Bindings: SandboxEnv }>;

const checkKey = (authorization: string | undefined): string => {
  const key = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  if (!key) throw new OpenRouterError(401, 'No auth credentials found');
  if (!key.startsWith(KEY_PREFIX)) throw new OpenRouterError(401, 'User not found.');
  return key;
};

const checkCredits = (key: string): void => {
  if (key === EMPTY_KEY) {
    throw new OpenRouterError(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits');
  }
  if (key === CAPPED_KEY) {
    throw new OpenRouterError(
      403,
      'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys',
    );
  }
};

const isFlagged = ({ turns }: OpenRouterRequest): boolean => turns.some(({ text }) => text.includes(FLAGGED));

const checkWords = (request: OpenRouterRequest): void => {
  const { id } = request.model;
  if (!id.startsWith('openai/') || !isFlagged(request)) return;
  throw new OpenRouterError(403, `${id} requires moderation on OpenAI. Your input was flagged for "violence".`, {
    reasons: ['violence'],
    flagged_input: request.turns.find(({ text }) => text.includes(FLAGGED))?.text.slice(0, FLAGGED_MAX_CHARS),
    provider_name: 'OpenAI',
    model_slug: id,
  });
};

/** The picture to go by; an https address is fetched, as the vendor does. */
const readReference = async (url: string): Promise<Picture> => {
  const isKnown = DATA_URL.test(url) || url.startsWith('https://');
  const answer = isKnown ? await fetch(url).catch(() => undefined) : undefined;
  const bytes = answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
  const { width, height } = sizeOfPicture(bytes) ?? { width: 0, height: 0 };
  const picture = width * height <= REFERENCE_MAX_PIXELS ? await decodePicture(bytes) : undefined;
  if (picture) return picture;
  throw new OpenRouterError(400, 'Provider returned error', {
    raw: 'Unable to process input image.',
    provider_name: 'Google',
  });
};

const answerPicture = async (c: OpenRouterContext, request: OpenRouterRequest): Promise<Response> => {
  if (request.stream) throw new OpenRouterError(400, 'The sandbox draws without a stream only.');
  const id = `gen-${crypto.randomUUID()}`;
  const head = describeReply(id, request.model, 'chat.completion');
  if (isFlagged(request)) {
    const message = { role: 'assistant', content: '', refusal: null };
    const choice = { index: 0, finish_reason: 'content_filter', native_finish_reason: 'IMAGE_SAFETY', message };
    return c.json({ ...head, choices: [choice], usage: billFor(request, 0) });
  }
  const [width, height] = PICTURE_SIZES[(request.image_config?.aspect_ratio ?? '1:1') as keyof typeof PICTURE_SIZES];
  const [address] = request.pictures;
  const canvas = drawPicture({
    prompt: request.turns.at(-1)?.text ?? '',
    seed: request.seed ?? Math.floor(Math.random() * SEED_RANGE),
    width,
    height,
    reference: address === undefined ? undefined : await readReference(address),
  });
  const url = `data:image/png;base64,${toBase64(await encodePng(canvas, 'Ozvena sandbox, demo'))}`;
  const message = {
    role: 'assistant',
    content: '',
    refusal: null,
    images: [{ type: 'image_url', image_url: { url }, index: 0 }],
  };
  const choice = { index: 0, finish_reason: 'stop', native_finish_reason: 'STOP', logprobs: null, message };
  return c.json({ ...head, choices: [choice], usage: billFor(request, OPENROUTER_PICTURE_TOKENS) });
};

const answerWords = (c: OpenRouterContext, request: OpenRouterRequest): Response => {
  const answer = reply(request);
  c.header('X-Generation-Id', answer.id);
  if (request.stream) {
    return c.body(streamReply(answer, request.model), 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  }
  const { id, tokens, finish_reason, usage } = answer;
  const message = { role: 'assistant', content: tokens.join(''), refusal: null };
  const choice = { index: 0, finish_reason, native_finish_reason: finish_reason, logprobs: null, message };
  return c.json({ ...describeReply(id, request.model, 'chat.completion'), choices: [choice], usage });
};

/** OpenRouter: words and pictures of other vendors' models, as README.md describes it. */
export const openrouter = new Hono<{ Bindings: SandboxEnv }>()
  .get('/api/v1/models', (c) => c.json({ data: OPENROUTER_MODELS.map(describeModel) }))
  .get('/api/v1/key', (c) => {
    const key = checkKey(c.req.header('authorization'));
    const limit = key === CAPPED_KEY ? 5 : null;
    const limit_remaining = limit === null ? null : 0;
    const label = `${key.slice(0, 12)}...${key.slice(-3)}`;
    return c.json({ data: { label, limit, limit_remaining, usage: 5, is_free_tier: key === EMPTY_KEY } });
  })
  .post('/api/v1/chat/completions', async (c) => {
    const key = checkKey(c.req.header('authorization'));
    const request = parseCompletion(await readJson(c.req, OPENROUTER_BODY_MAX_BYTES));
    checkCredits(key);
    checkWords(request);
    return request.modalities.includes('image') ? answerPicture(c, request) : answerWords(c, request);
  })
  .notFound((c) => c.json(new OpenRouterError(404, 'Not Found').toBody(), 404))
  .onError((error, c) => {
    if (error instanceof OpenRouterError) return c.json(error.toBody(), error.status);
    console.error('openrouter failed', error);
    return c.json(new OpenRouterError(500, 'Internal Server Error').toBody(), 500);
  });
