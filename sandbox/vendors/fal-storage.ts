import { Hono } from 'hono';
import { z } from 'zod';
import { encodePng } from '../engine/drawing/png.ts';
import type { SandboxEnv } from '../env.ts';
import { MEDIA_FILE_MAX_BYTES } from '../limits.ts';
import { openState } from '../state/open-state.ts';
import { createFal } from './fal-account.ts';
import { FalError } from './fal-error.ts';
import { FAL_MEDIA_HOST } from './fal-model.ts';
import { drawAvatar, isAvatar } from './fal-veed.ts';
import { mediaHost, publishFile } from './media-host.ts';
import { readJson } from './read-body.ts';

export const FAL_REST_HOST = 'rest.fal.ai';

const UPLOADS = '/files/uploads';
const AVATARS = '/files/sandbox/avatars';

const initiateSchema = z.object({
  content_type: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  file_name: z.string().regex(/^[\w.-]{1,100}$/),
});

/** The part of the vendor's API that is no model: his public keys, and where to hand a file over. */
export const falRest = createFal({ open: ['/.well-known/jwks.json'] })
  .get('/.well-known/jwks.json', async (c) => {
    const { d: _, ...jwk } = await openState(c.env).getFalSigningKey();
    return c.json({ keys: [jwk] });
  })
  .post('/storage/upload/initiate', async (c) => {
    const wish = initiateSchema.safeParse(await readJson(c.req));
    if (!wish.success) throw FalError.fromZod(wish.error);
    const file_url = `https://${FAL_MEDIA_HOST}${UPLOADS}/${crypto.randomUUID()}/${wish.data.file_name}`;
    return c.json({ upload_url: `${file_url}?upload=1`, file_url });
  });

/** Where files lie. One is taken, once, at an address that was given out for it, which nobody else can guess. */
export const falMedia = new Hono<{ Bindings: SandboxEnv }>()
  .put(`${UPLOADS}/:id/:name`, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length > MEDIA_FILE_MAX_BYTES) return c.text('Too large', 413);
    const { pathname } = new URL(c.req.url);
    if (await openState(c.env).getFile(FAL_MEDIA_HOST + pathname)) return c.text('Is there already', 409);
    const content_type = c.req.header('content-type') ?? 'application/octet-stream';
    await publishFile(c.env, FAL_MEDIA_HOST, pathname, { content_type, bytes });
    return c.body(null, 200);
  })
  // Not the vendor's: what the house shows of his people where nobody else does.
  .get(`${AVATARS}/:name{.+\\.png}`, async (c) => {
    const id = c.req.param('name').slice(0, -'.png'.length);
    if (!isAvatar(id)) return c.text('Not found', 404);
    const bytes = await encodePng(drawAvatar(id), 'Ozvena sandbox');
    return c.body(bytes, 200, { 'Content-Type': 'image/png' });
  })
  .route('/', mediaHost);
