import { createRoute, z } from '@hono/zod-openapi';
import { UPLOAD_TYPES } from '../contract/upload-types.ts';
import { createUploadSchema, uploadListSchema, uploadQuerySchema, uploadSchema } from '../contract/uploads.ts';
import { fileWishOf, userOf } from '../http.ts';
import { completeUpload } from '../services/uploads/complete-upload.ts';
import { createUpload } from '../services/uploads/create-upload.ts';
import { findUpload } from '../services/uploads/find-upload.ts';
import { listUploads } from '../services/uploads/list-uploads.ts';
import { readUpload } from '../services/uploads/read-upload.ts';
import { receivePart } from '../services/uploads/receive-part.ts';
import { removeUpload } from '../services/uploads/remove-upload.ts';
import { allow, allowBytes, bytes, bytesBody, createRouter, json, jsonBody, lengthIn, problems } from './declare.ts';

const tags = ['files'];
const FILE_TYPES = [...UPLOAD_TYPES.image, ...UPLOAD_TYPES.audio];
const uploadParams = z.object({ uploadId: z.string() });

const create = createRoute({
  method: 'post',
  path: '/api/uploads',
  ...allow('upload'),
  tags,
  summary: 'Announce a file that you are going to send',
  description: `The reply names the parts of the file, each with a signed link: PUT the bytes from \`offsetBytes\` on,
\`sizeBytes\` of them, to its \`url\`, in any order and side by side. A file of up to 8 MB is one part; a larger one comes
in parts of 5 MB and the rest. Then complete the upload. Images are PNG, JPEG or WebP of at most 10 MB, at least 300 × 300
pixels and at most 40 million in all; audio is MP3, WAV, M4A or Ogg of at most 25 MB and 300 seconds. An account may have
20 uploads under way, and 1 GB in all.`,
  request: { body: jsonBody(createUploadSchema) },
  responses: { ...problems, 201: json(uploadSchema, 'The upload, open for three hours.') },
});

const send = createRoute({
  method: 'put',
  path: '/api/uploads/{uploadId}/parts/{partNumber}',
  ...allowBytes('send_upload'),
  tags,
  summary: 'Send a part of a file by its signed link',
  description: `The link is the key, good for an hour; no cookie or token is asked for. The body has exactly the part’s
bytes. A part that was cut off, or whose fate is not known, is simply sent again.`,
  request: {
    params: z.object({ uploadId: z.string(), partNumber: z.coerce.number().int() }),
    query: z.strictObject({ expires: z.coerce.number().int(), signature: z.string() }),
    body: bytesBody('The bytes of the part.'),
  },
  responses: { ...problems, 204: { description: 'Received.' } },
});

const complete = createRoute({
  method: 'post',
  path: '/api/uploads/{uploadId}/complete',
  ...allow('finish_upload'),
  tags,
  summary: 'Have the file looked at, when all its parts are sent',
  description: `The file is held against what was announced and against the limits; its first bytes say what it is. What
does not do is refused with a field error and removed. An image is kept without its metadata (where and with what it was
taken, comments, previews), turned as before; sound is kept as it was sent, with its tags. A part that is missing is a
field error \`file_incomplete\`, and the upload stays open. Asking again gives the same answer.`,
  request: { params: uploadParams },
  responses: { ...problems, 200: json(uploadSchema, 'The file is ready, for 14 days.') },
});

const find = createRoute({
  method: 'get',
  path: '/api/uploads/{uploadId}',
  ...allow('read_own'),
  tags,
  summary: 'An upload of yours',
  description: 'Of an open one: which parts have arrived, and fresh links to all. So a broken upload goes on.',
  request: { params: uploadParams },
  responses: { ...problems, 200: json(uploadSchema, 'The upload.') },
});

const list = createRoute({
  method: 'get',
  path: '/api/uploads',
  ...allow('read_own'),
  tags,
  summary: 'The files you have sent',
  description: 'Those that are ready, newest first; with `kind` only the images, or the sound.',
  request: { query: uploadQuerySchema },
  responses: { ...problems, 200: json(uploadListSchema, 'A page of uploads.') },
});

const content = createRoute({
  method: 'get',
  path: '/api/uploads/{uploadId}/content',
  ...allow('read_own'),
  tags,
  summary: 'The file of an upload of yours',
  description: 'Of a ready one. Supports `Range`, `If-Range` and `If-None-Match`.',
  request: { params: uploadParams },
  responses: {
    ...problems,
    200: bytes(FILE_TYPES, 'The whole file.'),
    206: bytes(FILE_TYPES, 'The part that was asked for.'),
    304: { description: 'Not changed.' },
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/api/uploads/{uploadId}',
  ...allow('finish_upload'),
  tags,
  summary: 'Give up an upload, or remove its file',
  request: { params: uploadParams },
  responses: { ...problems, 204: { description: 'Gone.' } },
});

/** What people send: their images and sound. */
export const uploadRoutes = createRouter()
  .openapi(create, async (c) => {
    const upload = { ...c.req.valid('json'), userId: userOf(c).userId };
    return c.json(await createUpload(c.get('ctx'), upload), 201);
  })
  .openapi(send, async (c) => {
    const part = { ...c.req.valid('param'), ...c.req.valid('query') };
    const contentLength = lengthIn(c.req.header('Content-Length'));
    await receivePart(c.get('ctx'), { ...part, body: c.req.raw.body, contentLength });
    return c.body(null, 204);
  })
  .openapi(complete, async (c) => {
    const own = { ...c.req.valid('param'), userId: userOf(c).userId };
    return c.json(await completeUpload(c.get('ctx'), own), 200);
  })
  .openapi(find, async (c) => {
    const own = { ...c.req.valid('param'), userId: userOf(c).userId };
    return c.json(await findUpload(c.get('ctx'), own), 200);
  })
  .openapi(list, async (c) => {
    const asked = { ...c.req.valid('query'), userId: userOf(c).userId };
    return c.json(await listUploads(c.get('ctx'), asked), 200);
  })
  .openapi(remove, async (c) => {
    await removeUpload(c.get('ctx'), { ...c.req.valid('param'), userId: userOf(c).userId });
    return c.body(null, 204);
  });

uploadRoutes.openapi(content, async (c) => {
  const own = { ...c.req.valid('param'), userId: userOf(c).userId };
  const reply = await readUpload(c.get('ctx'), { ...own, wish: fileWishOf(c) });
  return c.newResponse(reply.body, reply.status, reply.headers);
});
