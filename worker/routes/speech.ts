import { createRoute, z } from '@hono/zod-openapi';
import {
  clientJobIdSchema,
  createScenesJobSchema,
  createSpeechJobSchema,
  jobAcceptedSchema,
  jobSchema,
  jobScriptSchema,
  scenesQuoteSchema,
} from '../contract/jobs.ts';
import { guestAllowanceSchema, scenesParamsSchema, speechParamsSchema } from '../contract/speech.ts';
import { isOperator, tokenOf, userOf } from '../http.ts';
import { readAsset } from '../services/assets/read-asset.ts';
import { guestAddress } from '../services/guests/address.ts';
import { synthesizeAsGuest } from '../services/guests/synthesize-as-guest.ts';
import { findJob } from '../services/jobs/find-job.ts';
import { createScenesJob } from '../services/speech/create-scenes-job.ts';
import { createSpeechJob } from '../services/speech/create-speech-job.ts';
import { quoteScenes } from '../services/speech/quote-scenes.ts';
import { readScript } from '../services/speech/read-script.ts';
import { SPEECH_TYPES } from '../services/speech/speech-run.ts';
import { synthesizeSpeech } from '../services/speech/synthesize-speech.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';
import { acceptedHeaders, orderOf } from './jobs.ts';

const speechJobParams = z.object({ transactionId: z.string() });

const synthesize = createRoute({
  method: 'post',
  path: '/api/tts/synthesize',
  ...allow('speak', 'with_submit'),
  tags: ['speech'],
  summary: 'Speak a text at once',
  description:
    'Streams the sound while it is spoken. A guest has 500 characters and five tries a day; an account pays by the character. ' +
    'With `Idempotency-Key`, the same request again returns the kept file and is not charged; so does any request that ' +
    'you have the file of already, unless you send `noCache`.',
  request: {
    headers: z.object({ 'idempotency-key': clientJobIdSchema.optional() }),
    body: jsonBody(speechParamsSchema),
  },
  responses: { ...problems, 200: bytes(SPEECH_TYPES, 'The spoken text.') },
});

const createJob = createRoute({
  method: 'post',
  path: '/api/tts/jobs',
  ...allow('generate', 'with_submit'),
  tags: ['speech'],
  summary: 'Have a text spoken in the background',
  request: { body: jsonBody(createSpeechJobSchema) },
  responses: { ...problems, 202: json(jobAcceptedSchema, 'Charged and queued.') },
});

const splitScenes = createRoute({
  method: 'post',
  path: '/api/tts/split-scenes',
  ...allow('generate', 'with_submit'),
  tags: ['speech'],
  summary: 'Have a script spoken scene by scene',
  description:
    'Cuts a text at its separators (headings, rules, `[scene …]`, or your own), or takes scenes that are cut already, ' +
    'and speaks each by itself: a ZIP of numbered files with captions and a manifest. A scene that you have already ' +
    'is not paid for again.',
  request: { body: jsonBody(createScenesJobSchema) },
  responses: { ...problems, 202: json(jobAcceptedSchema, 'Charged and queued.') },
});

const tryScenes = createRoute({
  method: 'post',
  path: '/api/tts/scenes',
  ...allow('estimate'),
  tags: ['speech'],
  summary: 'What scenes would this become, and what would they cost?',
  request: { body: jsonBody(scenesParamsSchema) },
  responses: { ...problems, 200: json(scenesQuoteSchema, 'The scenes, and the cost of those not made before.') },
});

const getScript = createRoute({
  method: 'get',
  path: '/api/tts/jobs/{transactionId}/script',
  ...allow('read_own'),
  tags: ['speech'],
  summary: 'The whole script of a speech job',
  request: { params: speechJobParams },
  responses: { ...problems, 200: json(jobScriptSchema, 'Its text, or its scenes.') },
});

const getSpeechJob = createRoute({
  method: 'get',
  path: '/api/tts/jobs/{transactionId}',
  ...allow('read_own'),
  tags: ['speech'],
  summary: 'A speech job by its transaction id',
  request: { params: speechJobParams },
  responses: { ...problems, 200: json(jobSchema, 'The job.') },
});

const getAllowance = createRoute({
  method: 'get',
  path: '/api/guest',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'How many free sentences a guest has left today',
  responses: { ...problems, 200: json(guestAllowanceSchema, 'What is left for this address.') },
});

/** Speech: at once, or in the background. */
export const speechRoutes = createRouter()
  .openapi(synthesize, async (c) => {
    const ctx = c.get('ctx');
    const principal = c.get('principal');
    const params = c.req.valid('json');
    if (principal.kind === 'guest') {
      const spoken = await synthesizeAsGuest(ctx, { address: guestAddress(c.req.raw.headers), params });
      return c.body(spoken.body, 200, {
        'Content-Type': 'audio/mpeg',
        'X-Job-Id': spoken.jobId,
        'X-Credits-Charged': '0',
        'X-Guest-Remaining': String(spoken.remaining),
      });
    }
    const key = c.req.valid('header')['idempotency-key'];
    const spoken = await synthesizeSpeech(ctx, {
      userId: principal.userId,
      token: tokenOf(c),
      entry: c.get('entry'),
      isOperator: isOperator(c),
      params,
      key,
    });
    if (spoken.replayed) {
      const file = await readAsset(ctx, {
        userId: principal.userId,
        assetId: spoken.assetId,
        wish: {},
        download: false,
      });
      return c.newResponse(file.body, 200, {
        ...file.headers,
        'X-Job-Id': spoken.jobId,
        'Idempotent-Replayed': 'true',
      });
    }
    return c.body(spoken.body, 200, {
      'Content-Type': spoken.contentType,
      'X-Job-Id': spoken.jobId,
      ...(spoken.fallbackUsed ? { 'X-Fallback-Used': 'true' } : {}),
      'X-Credits-Charged': String(spoken.costCredits),
      'X-Credits-Balance': String(spoken.balanceCredits),
    });
  })
  .openapi(createJob, async (c) => {
    const { clientJobId, callbackUrl, ...params } = c.req.valid('json');
    const order = orderOf(c, { clientJobId, callbackUrl });
    const created = await createSpeechJob(c.get('ctx'), { ...order, isOperator: isOperator(c), params, pointer: '' });
    return c.json(created.job, 202, acceptedHeaders(created));
  })
  .openapi(splitScenes, async (c) => {
    const { clientJobId, callbackUrl, ...params } = c.req.valid('json');
    const created = await createScenesJob(c.get('ctx'), {
      ...orderOf(c, { clientJobId, callbackUrl }),
      isOperator: isOperator(c),
      params,
    });
    return c.json(created.job, 202, acceptedHeaders(created));
  })
  .openapi(tryScenes, async (c) => {
    const principal = c.get('principal');
    const userId = principal.kind === 'user' ? principal.userId : undefined;
    return c.json(
      await quoteScenes(c.get('ctx'), { userId, isOperator: isOperator(c), params: c.req.valid('json') }),
      200,
    );
  })
  .openapi(getScript, async (c) => {
    const { transactionId } = c.req.valid('param');
    return c.json(await readScript(c.get('ctx'), { userId: userOf(c).userId, jobId: transactionId }), 200);
  })
  .openapi(getSpeechJob, async (c) => {
    const { transactionId } = c.req.valid('param');
    return c.json(await findJob(c.get('ctx'), { userId: userOf(c).userId, jobId: transactionId }), 200);
  })
  .openapi(getAllowance, async (c) => {
    const ctx = c.get('ctx');
    return c.json(await ctx.guestGate(guestAddress(c.req.raw.headers)).read(ctx.clock.now()), 200);
  });
