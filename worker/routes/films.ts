import { createRoute, z } from '@hono/zod-openapi';
import { avatarIdSchema, avatarListSchema } from '../contract/avatars.ts';
import { AppError } from '../errors.ts';
import { listAvatars } from '../services/avatars/list-avatars.ts';
import { readAvatarPicture } from '../services/avatars/read-avatar-picture.ts';
import { hearFal } from '../services/films/hear-fal.ts';
import { FAL_WEBHOOK_PATH } from '../services/films/submit-piece.ts';
import { allow, bytes, createRouter, json, problems } from './declare.ts';

const THUMBNAIL_MAX_PX = 360;
const THUMBNAIL_MAX_AGE_SECONDS = 86_400;

const avatars = createRoute({
  method: 'get',
  path: '/api/avatars',
  ...allow('look_around'),
  tags: ['films'],
  summary: 'The people who can speak a sound',
  responses: { ...problems, 200: json(avatarListSchema, 'All of them.') },
});

const thumbnail = createRoute({
  method: 'get',
  path: '/api/avatars/{avatarId}/thumbnail',
  ...allow('look_around'),
  tags: ['films'],
  summary: 'What one of them looks like',
  request: { params: z.object({ avatarId: avatarIdSchema }) },
  responses: { ...problems, 200: bytes('image/jpeg', 'A small picture.') },
});

const told = createRoute({
  method: 'post',
  path: FAL_WEBHOOK_PATH,
  ...allow('tell_of_work'),
  tags: ['films'],
  summary: 'For fal alone: a request is done',
  description: `The signature in the headers is over the bytes of the body, as fal describes it. What was made is fetched
from fal; a call that is repeated, late or about nothing we know is thanked for and changes nothing.`,
  responses: { ...problems, 204: { description: 'Heard.' } },
});

/** What films need besides jobs. */
export const filmRoutes = createRouter()
  .openapi(avatars, async (c) => c.json({ items: await listAvatars(c.get('ctx')) }, 200))
  .openapi(thumbnail, async (c) => {
    const { avatarId } = c.req.valid('param');
    const picture = await readAvatarPicture(c.get('ctx'), { avatarId, maxSidePx: THUMBNAIL_MAX_PX });
    if (!picture) throw new AppError('not_found', 'There is no picture of this person.');
    return c.body(picture.bytes, 200, {
      'Content-Type': picture.contentType,
      'Cache-Control': `public, max-age=${THUMBNAIL_MAX_AGE_SECONDS}`,
    });
  })
  .openapi(told, async (c) => {
    await hearFal(c.get('ctx'), { headers: c.req.raw.headers, body: await c.req.arrayBuffer() });
    return c.body(null, 204);
  });
