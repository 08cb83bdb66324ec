import { createRoute, z } from '@hono/zod-openapi';
import { deletionListSchema, deletionQuerySchema, deletionRetriedSchema } from '../contract/deletions.ts';
import { userOf } from '../http.ts';
import { listDeletions } from '../services/admin/list-deletions.ts';
import { retryDeletion } from '../services/admin/retry-deletion.ts';
import { allow, createRouter, json, problems } from './declare.ts';
import { originOf } from './session-cookies.ts';

const list = createRoute({
  method: 'get',
  path: '/api/admin/deletions',
  ...allow('operate'),
  tags: ['operators'],
  summary: 'Files on their way out of the bucket, or gone from it',
  description: 'The newest first. What cannot be removed is tried again and again, later each time.',
  request: { query: deletionQuerySchema },
  responses: { ...problems, 200: json(deletionListSchema, 'A page of the queue, or of what has left it.') },
});

const retry = createRoute({
  method: 'post',
  path: '/api/admin/deletions/{jobId}/retry',
  ...allow('retry_deletions'),
  tags: ['operators'],
  summary: 'Remove the files of a job now',
  request: { params: z.object({ jobId: z.string() }) },
  responses: { ...problems, 200: json(deletionRetriedSchema, 'Whether they are gone, or what stood in the way.') },
});

/** Operators: the end of files. */
export const deletionRoutes = createRouter()
  .openapi(list, async (c) => c.json(await listDeletions(c.get('ctx'), c.req.valid('query')), 200))
  .openapi(retry, async (c) => {
    const order = { jobId: c.req.valid('param').jobId, operatorId: userOf(c).userId, origin: originOf(c) };
    return c.json(await retryDeletion(c.get('ctx'), order), 200);
  });
