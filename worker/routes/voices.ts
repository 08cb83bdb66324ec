import { createRoute, z } from '@hono/zod-openapi';
import { voiceListSchema, voiceQuerySchema, voiceSchema } from '../contract/speech.ts';
import { isOperator } from '../http.ts';
import { listVoices } from '../services/voices/list-voices.ts';
import { readSample } from '../services/voices/read-sample.ts';
import { readVoice } from '../services/voices/read-voice.ts';
import { allow, bytes, createRouter, json, problems } from './declare.ts';

const SAMPLE_MAX_AGE_SECONDS = 86_400;

const list = createRoute({
  method: 'get',
  path: '/api/voices',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'Look for voices',
  request: { query: voiceQuerySchema },
  responses: {
    ...problems,
    200: json(voiceListSchema, 'A page of voices: the house’s own first, the default before all, then by name.'),
  },
});

const read = createRoute({
  method: 'get',
  path: '/api/voices/{voiceId}',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'One voice',
  request: { params: z.object({ voiceId: z.string() }) },
  responses: { ...problems, 200: json(voiceSchema, 'The voice.') },
});

const sample = createRoute({
  method: 'get',
  path: '/api/voices/{voiceId}/sample',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'Hear a voice',
  request: {
    params: z.object({ voiceId: z.string() }),
    query: z.strictObject({ language: z.string().max(16).optional() }),
  },
  responses: { ...problems, 200: bytes('audio/mpeg', 'A short recording.') },
});

/** The voices to choose from. */
export const voiceRoutes = createRouter()
  .openapi(list, async (c) => {
    const query = { ...c.req.valid('query'), isOperator: isOperator(c) };
    return c.json(await listVoices(c.get('ctx'), query), 200);
  })
  .openapi(read, async (c) =>
    c.json(await readVoice(c.get('ctx'), { ...c.req.valid('param'), isOperator: isOperator(c) }), 200),
  )
  .openapi(sample, async (c) => {
    const { language } = c.req.valid('query');
    const audio = await readSample(c.get('ctx'), { ...c.req.valid('param'), language, isOperator: isOperator(c) });
    return c.body(new Uint8Array(audio), 200, {
      'Content-Type': 'audio/mpeg',
      'Cache-Control': `public, max-age=${SAMPLE_MAX_AGE_SECONDS}`,
    });
  });
