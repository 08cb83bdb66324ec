import { createRoute, z } from '@hono/zod-openapi';
import {
  historyChoiceSchema,
  historyDownloadQuerySchema,
  historyPageSchema,
  historyQuerySchema,
  historyRemovedSchema,
  historyRestoredSchema,
} from '../contract/history.ts';
import { userOf } from '../http.ts';
import { downloadItems } from '../services/history/download-items.ts';
import { listHistory } from '../services/history/list-history.ts';
import { removeItems } from '../services/history/remove-items.ts';
import { restoreItems } from '../services/history/restore-items.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';

const tags = ['history'];
const itemParams = z.object({ jobId: z.string() });
const UNDO = 'For ten seconds it can be brought back; then its files go.';

const list = createRoute({
  method: 'get',
  path: '/api/history',
  ...allow('read_own'),
  tags,
  summary: 'What you made and keep, newest first',
  description: `An account keeps its newest 30 results, each for 14 days. The next one makes the oldest go, which is told by
the live event \`history_evicted\`. What is still running or did not succeed is no result: see /api/jobs.`,
  request: { query: historyQuerySchema },
  responses: { ...problems, 200: json(historyPageSchema, 'A page, and how much of the room is used.') },
});

const download = createRoute({
  method: 'get',
  path: '/api/history/download',
  ...allow('read_own'),
  tags,
  summary: 'Several results as one ZIP',
  request: { query: historyDownloadQuerySchema },
  responses: { ...problems, 200: bytes('application/zip', 'The files, named by their order and their text.') },
});

const removeOne = createRoute({
  method: 'delete',
  path: '/api/history/{jobId}',
  ...allow('tidy_history'),
  tags,
  summary: 'Remove a result',
  description: UNDO,
  request: { params: itemParams },
  responses: { ...problems, 200: json(historyRemovedSchema, 'It is hidden.') },
});

const restoreOne = createRoute({
  method: 'post',
  path: '/api/history/{jobId}/restore',
  ...allow('tidy_history'),
  tags,
  summary: 'Bring back a result that has just left',
  request: { params: itemParams },
  responses: { ...problems, 200: json(historyRestoredSchema, 'It is in the history again.') },
});

const removeSome = createRoute({
  method: 'post',
  path: '/api/history/removals',
  ...allow('tidy_history'),
  tags,
  summary: 'Remove several results',
  description: UNDO,
  request: { body: jsonBody(historyChoiceSchema) },
  responses: { ...problems, 200: json(historyRemovedSchema, 'They are hidden.') },
});

const restoreSome = createRoute({
  method: 'post',
  path: '/api/history/restorations',
  ...allow('tidy_history'),
  tags,
  summary: 'Bring back several results that have just left',
  request: { body: jsonBody(historyChoiceSchema) },
  responses: { ...problems, 200: json(historyRestoredSchema, 'Which are in the history again.') },
});

/** What was made and is kept. */
export const historyRoutes = createRouter()
  .openapi(list, async (c) => {
    const { userId } = userOf(c);
    return c.json(await listHistory(c.get('ctx'), { ...c.req.valid('query'), userId }), 200);
  })
  .openapi(download, async (c) => {
    const { jobIds } = c.req.valid('query');
    const { fileName, body } = await downloadItems(c.get('ctx'), { userId: userOf(c).userId, jobIds });
    return c.newResponse(body, 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'no-store',
    });
  })
  .openapi(removeSome, async (c) => {
    const { jobIds } = c.req.valid('json');
    return c.json(await removeItems(c.get('ctx'), { userId: userOf(c).userId, jobIds }), 200);
  })
  .openapi(restoreSome, async (c) => {
    const { jobIds } = c.req.valid('json');
    return c.json(await restoreItems(c.get('ctx'), { userId: userOf(c).userId, jobIds }), 200);
  })
  .openapi(removeOne, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await removeItems(c.get('ctx'), { userId: userOf(c).userId, jobIds: [jobId] }), 200);
  })
  .openapi(restoreOne, async (c) => {
    const { jobId } = c.req.valid('param');
    return c.json(await restoreItems(c.get('ctx'), { userId: userOf(c).userId, jobIds: [jobId] }), 200);
  });
