import { createRoute, z } from '@hono/zod-openapi';
import { UPLOAD_TYPES } from '../contract/upload-types.ts';
import {
  callbackSchema,
  heartbeatSchema,
  modelWorkerSchema,
  previewReadySchema,
  reportReplySchema,
  setWorkerSchema,
  WORKER_SIGNATURE_HEADER,
  WORKER_TIMESTAMP_HEADER,
} from '../contract/workers.ts';
import { fileWishOf, userOf } from '../http.ts';
import { verifyWorker } from '../middleware/verify-worker.ts';
import { readInput } from '../services/workers/read-input.ts';
import { receiveFile } from '../services/workers/receive-file.ts';
import { setWorker } from '../services/workers/set-worker.ts';
import { takeCallback } from '../services/workers/take-callback.ts';
import { takeHeartbeat } from '../services/workers/take-heartbeat.ts';
import { takePreview } from '../services/workers/take-preview.ts';
import { allow, allowBytes, bytes, bytesBody, createRouter, json, jsonBody, lengthIn, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const tags = ['workers'];
const ofJob = z.object({ jobId: z.string() });
const ofFile = ofJob.extend({ name: z.string() });
const linkQuery = z.strictObject({ run: z.string(), expires: z.coerce.number().int(), signature: z.string() });

const signed = `Signed by the header \`${WORKER_SIGNATURE_HEADER}\` (see docs/external-worker.md), with its time in
\`${WORKER_TIMESTAMP_HEADER}\`; each signature is taken once. Said again with a new one, it changes nothing and is answered
alike.`;
const report = () => {
  const { middleware, ...access } = allow('report_work');
  return { ...access, middleware: [...middleware, verifyWorker] };
};
const replies = { ...problems, 200: json(reportReplySchema, 'Where the job stands.') };

const heartbeat = createRoute({
  method: 'post',
  path: '/api/jobs/{jobId}/heartbeat',
  ...report(),
  tags,
  summary: 'A worker is still at a job',
  description: `At least every 30 seconds, or the job is handed over anew. ${signed}`,
  request: { params: ofJob, body: jsonBody(heartbeatSchema) },
  responses: replies,
});

const previewReady = createRoute({
  method: 'post',
  path: '/api/jobs/{jobId}/preview_ready',
  ...report(),
  tags,
  summary: 'A worker has put the preview of a job',
  description: signed,
  request: { params: ofJob, body: jsonBody(previewReadySchema) },
  responses: replies,
});

const callback = createRoute({
  method: 'post',
  path: '/api/jobs/{jobId}/callback',
  ...report(),
  tags,
  summary: 'A worker has done with a job',
  description: `Delivered or failed. The files are measured; what the worker says of its cost never makes it dearer. ${signed}`,
  request: { params: ofJob, body: jsonBody(callbackSchema) },
  responses: replies,
});

const input = createRoute({
  method: 'get',
  path: '/api/jobs/{jobId}/worker-files/in/{name}',
  ...allow('use_work_link'),
  tags,
  summary: 'A file that a job works from, for its worker',
  description: 'The link is the key. Supports `Range`.',
  request: { params: ofFile, query: linkQuery },
  responses: {
    ...problems,
    200: bytes([...UPLOAD_TYPES.image, ...UPLOAD_TYPES.audio], 'The whole file.'),
    206: bytes([...UPLOAD_TYPES.image, ...UPLOAD_TYPES.audio], 'The part that was asked for.'),
    304: { description: 'Not changed.' },
  },
});

const output = createRoute({
  method: 'put',
  path: '/api/jobs/{jobId}/worker-files/out/{name}',
  ...allowBytes('use_work_link'),
  tags,
  summary: 'A file that a worker has made for a job',
  description: 'The link is the key. With a Content-Length; what stands there already stays.',
  request: { params: ofFile, query: linkQuery, body: bytesBody('The file.') },
  responses: { ...problems, 204: { description: 'It is there.' } },
});

const set = createRoute({
  method: 'put',
  path: '/api/admin/models/{modelId}/worker',
  ...allow('manage_workers'),
  tags: ['operators'],
  summary: 'Have a worker of one’s own make a model’s jobs',
  description: 'Null gives them back to its vendor. Felt within a minute, by jobs that are not handed over yet.',
  request: { params: z.object({ modelId: z.string() }), body: jsonBody(setWorkerSchema) },
  responses: { ...problems, 200: json(modelWorkerSchema, 'Who makes them now.') },
});

/** Machines of the operators that make jobs in the place of a vendor, and report on them. */
export const workerRoutes = createRouter()
  .openapi(heartbeat, async (c) => {
    return c.json(await takeHeartbeat(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  })
  .openapi(previewReady, async (c) => {
    return c.json(await takePreview(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  })
  .openapi(callback, async (c) => {
    return c.json(await takeCallback(c.get('ctx'), { ...c.req.valid('param'), ...c.req.valid('json') }), 200);
  })
  .openapi(output, async (c) => {
    const { run: runId, ...link } = c.req.valid('query');
    const contentLength = lengthIn(c.req.header('Content-Length'));
    const file = { ...c.req.valid('param'), ...link, runId, body: c.req.raw.body, contentLength };
    await receiveFile(c.get('ctx'), file);
    return c.body(null, 204);
  })
  .openapi(set, async (c) => {
    const order = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(await setWorker(c.get('ctx'), { ...order, operatorId: userOf(c).userId, origin: originOf(c) }), 200);
  });

workerRoutes.openapi(input, async (c) => {
  const { run: runId, ...link } = c.req.valid('query');
  const asked = { ...c.req.valid('param'), ...link, runId, wish: fileWishOf(c) };
  const reply = await readInput(c.get('ctx'), asked);
  return c.newResponse(reply.body, reply.status, reply.headers);
});
