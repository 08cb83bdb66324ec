import { createRoute, z } from '@hono/zod-openapi';
import { fileWishOf, userOf } from '../http.ts';
import { readAsset } from '../services/assets/read-asset.ts';
import { CAPTION_TYPES, readCaptions } from '../services/assets/read-captions.ts';
import { SPEECH_TYPES } from '../services/speech/speech-run.ts';
import { allow, bytes, createRouter, problems } from './declare.ts';

/** Speech, and the ZIP of a script in scenes. */
const FILE_TYPES = [...SPEECH_TYPES, 'application/zip'];

const get = createRoute({
  method: 'get',
  path: '/api/assets/{assetId}',
  ...allow('read_own'),
  tags: ['files'],
  summary: 'A file of yours',
  description: 'Supports `Range`, `If-Range` and `If-None-Match`. With `download=1` it is sent as an attachment.',
  request: {
    params: z.object({ assetId: z.string() }),
    query: z.strictObject({ download: z.enum(['0', '1']).optional() }),
  },
  responses: {
    ...problems,
    200: bytes(FILE_TYPES, 'The whole file.'),
    206: bytes(FILE_TYPES, 'The part that was asked for.'),
    304: { description: 'Not changed.' },
  },
});

const getCaptions = createRoute({
  method: 'get',
  path: '/api/assets/{assetId}/captions',
  ...allow('read_own'),
  tags: ['files'],
  summary: 'The captions of a file of yours',
  description: 'SubRip or WebVTT. With `download=1` it is sent as an attachment.',
  request: {
    params: z.object({ assetId: z.string() }),
    query: z.strictObject({ format: z.enum(['srt', 'vtt']).default('vtt'), download: z.enum(['0', '1']).optional() }),
  },
  responses: { ...problems, 200: bytes(Object.values(CAPTION_TYPES), 'The captions.') },
});

/** Finished media, for its owner alone. */
export const assetRoutes = createRouter();

assetRoutes.openapi(getCaptions, async (c) => {
  const { format, download } = c.req.valid('query');
  const { assetId } = c.req.valid('param');
  const captions = { userId: userOf(c).userId, assetId, format, download: download === '1' };
  const { text, disposition } = await readCaptions(c.get('ctx'), captions);
  return c.newResponse(text, 200, {
    'Content-Type': CAPTION_TYPES[format],
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Content-Disposition': disposition,
  });
});

assetRoutes.openapi(get, async (c) => {
  const reply = await readAsset(c.get('ctx'), {
    userId: userOf(c).userId,
    assetId: c.req.valid('param').assetId,
    download: c.req.valid('query').download === '1',
    wish: fileWishOf(c),
  });
  return c.newResponse(reply.body, reply.status, reply.headers);
});
