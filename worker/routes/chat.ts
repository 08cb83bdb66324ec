import { createRoute, z } from '@hono/zod-openapi';
import {
  conversationListSchema,
  conversationSchema,
  transcriptQuerySchema,
  updateConversationSchema,
} from '../contract/chat.ts';
import { createTurnSchema, pageQuerySchema } from '../contract/jobs.ts';
import { modelListSchema, modelQuerySchema } from '../contract/models.ts';
import { tokenOf, userOf } from '../http.ts';
import { answerChat } from '../services/chat/answer-chat.ts';
import { downloadTranscript, TRANSCRIPT_TYPES } from '../services/chat/download-transcript.ts';
import { listConversations } from '../services/chat/list-conversations.ts';
import { readConversation } from '../services/chat/read-conversation.ts';
import { updateConversation } from '../services/chat/update-conversation.ts';
import { listModels } from '../services/vendors/list-models.ts';
import { allow, bytes, createRouter, json, jsonBody, problems } from './declare.ts';

const conversationParams = z.object({ conversationId: z.string() });

const chat = createRoute({
  method: 'post',
  path: '/api/chat',
  ...allow('generate', 'with_submit'),
  tags: ['chat'],
  summary: 'Say something and hear the answer while it is written',
  description:
    'Begins a conversation, or goes on with one. Answers by server-sent events: `start` with the ids and the cost, ' +
    '`delta` with each piece of the answer, then `end`, or `error` with a problem and the charge given back. An answer ' +
    'that its model broke off ends with `finishReason: cut_off` and is kept as far as it got. Who leaves finds the ' +
    'answer in the conversation; who wants it to stop cancels the job. The same clientJobId and body give the same ' +
    'answer again, without a second charge. Without a stream, the same goes by POST /api/jobs with the module `text`.',
  request: { body: jsonBody(createTurnSchema) },
  responses: { ...problems, 200: bytes('text/event-stream', 'The events; see docs/chat.md.') },
});

const list = createRoute({
  method: 'get',
  path: '/api/conversations',
  ...allow('read_own'),
  tags: ['chat'],
  summary: 'Your conversations, the one with the latest turn first',
  request: { query: pageQuerySchema },
  responses: { ...problems, 200: json(conversationListSchema, 'A page of conversations, without their messages.') },
});

const get = createRoute({
  method: 'get',
  path: '/api/conversations/{conversationId}',
  ...allow('read_own'),
  tags: ['chat'],
  summary: 'A conversation with its messages',
  request: { params: conversationParams },
  responses: { ...problems, 200: json(conversationSchema, 'The branch that is shown, the oldest message first.') },
});

const update = createRoute({
  method: 'patch',
  path: '/api/conversations/{conversationId}',
  ...allow('generate'),
  tags: ['chat'],
  summary: 'Rename a conversation, or change how it goes on',
  request: { params: conversationParams, body: jsonBody(updateConversationSchema) },
  responses: { ...problems, 200: json(conversationSchema, 'The conversation as it is now.') },
});

const download = createRoute({
  method: 'get',
  path: '/api/conversations/{conversationId}/download',
  ...allow('read_own'),
  tags: ['chat'],
  summary: 'A conversation as a document',
  request: { params: conversationParams, query: transcriptQuerySchema },
  responses: { ...problems, 200: bytes(Object.values(TRANSCRIPT_TYPES), 'The file; free, like every download.') },
});

const models = createRoute({
  method: 'get',
  path: '/api/models',
  ...allow('look_around'),
  tags: ['prices'],
  summary: 'The models that may be chosen',
  request: { query: modelQuerySchema },
  responses: { ...problems, 200: json(modelListSchema, 'The one by default first, of each module.') },
});

/** Conversations, and the models that answer in them. */
export const chatRoutes = createRouter()
  .openapi(chat, async (c) => {
    const { clientJobId, ...params } = c.req.valid('json');
    const { body, jobId, isReplayed } = await answerChat(c.get('ctx'), {
      userId: userOf(c).userId,
      token: tokenOf(c),
      entry: c.get('entry'),
      params,
      clientJobId,
      requestId: c.get('requestId'),
    });
    return c.body(body, 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'X-Job-Id': jobId,
      ...(isReplayed ? { 'Idempotent-Replayed': 'true' } : {}),
    });
  })
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query');
    return c.json(await listConversations(c.get('ctx'), { userId: userOf(c).userId, cursor, limit }), 200);
  })
  .openapi(get, async (c) => {
    const { conversationId } = c.req.valid('param');
    return c.json(await readConversation(c.get('ctx'), { userId: userOf(c).userId, conversationId }), 200);
  })
  .openapi(update, async (c) => {
    const { conversationId } = c.req.valid('param');
    const { userId } = userOf(c);
    return c.json(await updateConversation(c.get('ctx'), { userId, conversationId, change: c.req.valid('json') }), 200);
  })
  .openapi(download, async (c) => {
    const { conversationId } = c.req.valid('param');
    const { format } = c.req.valid('query');
    const file = await downloadTranscript(c.get('ctx'), { userId: userOf(c).userId, conversationId, format });
    return c.body(file.body, 200, file.headers);
  })
  .openapi(models, async (c) => {
    const { module } = c.req.valid('query');
    return c.json({ items: await listModels(c.get('ctx'), { module }) }, 200);
  });
