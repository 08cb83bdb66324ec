import { createRoute, z } from '@hono/zod-openapi';
import { voiceListSchema } from '../contract/speech.ts';
import { readSample } from '../services/voices/read-sample.ts';
import { allow, bytes, createRouter, json, problems } from './declare.ts';

const SAMPLE_MAX_AGE_SECONDS = 86_400;

const list = createRoute({
  method: 'get',
  path: '/api/voices',
  ...allow('look_around'),
  tags: ['speech'],
  summary: 'Voices and languages',
  responses: { ...problems, 200: json(voiceListSchema, 'Every voice, the default first.') },
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
  .openapi(list, (c) => {
    const { voices, languages } = c.get('ctx').providers;
    return c.json({ voices: [...voices], languages: [...languages] }, 200);
  })
  .openapi(sample, async (c) => {
    const { language } = c.req.valid('query');
    const audio = await readSample(c.get('ctx'), { voiceId: c.req.valid('param').voiceId, language });
    return c.body(new Uint8Array(audio), 200, {
      'Content-Type': 'audio/mpeg',
      'Cache-Control': `public, max-age=${SAMPLE_MAX_AGE_SECONDS}`,
    });
  });
