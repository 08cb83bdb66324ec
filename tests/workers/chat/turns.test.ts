import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Context } from '../../../worker/context.ts';
import type { TextParams } from '../../../worker/contract/chat.ts';
import { REMOVAL_WAIT_MS } from '../../../worker/db/history.ts';
import { AppError } from '../../../worker/errors.ts';
import { runRemovals } from '../../../worker/services/assets/run-removals.ts';
import { answerChat } from '../../../worker/services/chat/answer-chat.ts';
import { listConversations } from '../../../worker/services/chat/list-conversations.ts';
import { readConversation } from '../../../worker/services/chat/read-conversation.ts';
import { removeItems } from '../../../worker/services/history/remove-items.ts';
import { restoreItems } from '../../../worker/services/history/restore-items.ts';
import { cancelJob } from '../../../worker/services/jobs/cancel-job.ts';
import { eventOf, readEvents, textOf } from '../../support/chat.ts';
import { testContext } from '../../support/context.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { deliver, jobFacts, statusOf } from '../../support/jobs.ts';
import { listen } from '../../support/live.ts';
import { orderJob, quoteFor } from '../../support/orders.ts';
import { countCalls, orderFault, ownText } from '../../support/sandbox.ts';
import { balanceOf, createUser, ledgerOf } from '../../support/users.ts';
import { lookAgain, resetVendors } from '../../support/vendors.ts';

beforeEach(resetVendors);

const arrange = async () => {
  const user = await createUser({ credits: 100 });
  const { userId } = user;
  const ctx = testContext();
  const { text: message, tag } = ownText('Tell me of echoes, at length.');
  const open = (params: Partial<TextParams> = {}) =>
    answerChat(ctx, {
      userId,
      token: null,
      entry: undefined,
      params: { message, ...params },
      clientJobId: crypto.randomUUID(),
      requestId: 'test',
    });
  const say = async (params: Partial<TextParams> = {}) => {
    const { body, jobId } = await open(params);
    const events = await readEvents(body);
    await ctx.settled();
    return { events, jobId, text: textOf(events), start: eventOf(events, 'start') };
  };
  const spoil = (fault: Record<string, unknown>, times: number | null = 1) =>
    orderFault(tag, fault, times, 'openrouter');
  const conversation = (conversationId: string) => readConversation(ctx, { userId, conversationId });
  const chats = async () => (await listConversations(ctx, { userId, cursor: undefined, limit: 10 })).items;
  const freeLeft = async () => (await quoteFor(ctx, userId, { module: 'text', params: { message } })).free?.left;
  return { ctx, user, userId, message, tag, open, say, spoil, conversation, chats, freeLeft };
};

/** The database as the Worker sees it, waiting at its door until it is let in. */
const afterFirstDelta = async (body: ReadableStream<Uint8Array>): Promise<string> => {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = '';
  while (!text.includes('event: delta')) text += (await reader.read()).value ?? '';
  reader.releaseLock();
  return text;
};

test('F27: what fails before its first word is asked again, and charged once', async () => {
  const { say, spoil, tag, userId } = await arrange();
  await spoil({ kind: 'status', status: 503 }, 2);
  const { events, jobId } = await say();
  expect(eventOf(events, 'end').finishReason).toBe('stop');
  expect(await countCalls(tag)).toBe(3);
  expect(await ledgerOf(userId)).toHaveLength(2);
  expect(await statusOf(jobId)).toBe('completed');
  await expectInvariants();
});

test('F27: a model that does not answer has another stand in for it', async () => {
  const { say, spoil, conversation } = await arrange();
  await spoil({ kind: 'html' }, 3);
  const { start, text } = await say();
  expect((await conversation(start.conversationId)).messages[1]).toMatchObject({
    model: 'gemini-2.5-flash-lite',
    text,
  });
});

test.each([
  ['nobody answers', { kind: 'status', status: 500 }, 'provider_unavailable', 'provider_unavailable'],
  [
    'the text is flagged',
    { kind: 'status', status: 400, body: { error: { code: 400, message: 'no' } } },
    'provider_failed',
    'provider_rejected',
  ],
])(
  'F28: where %s the charge comes back, the free turn too, and nothing of the turn is shown',
  async (_, fault, told, code) => {
    const { say, spoil, chats, freeLeft, userId } = await arrange();
    await spoil(fault, null);
    const { events, jobId } = await say();
    expect(events.map(({ name }) => name)).toEqual(['start', 'error']);
    expect(eventOf(events, 'error').problem).toMatchObject({ code: told, requestId: 'test' });
    expect(await jobFacts(jobId)).toMatchObject({ status: 'failed', errorCode: code });
    expect((await ledgerOf(userId)).map(({ kind }) => kind)).toEqual(['signup_grant', 'charge', 'refund']);
    expect(await freeLeft()).toBe(5);
    expect(await chats()).toEqual([]);
    await expectInvariants();
  },
);

test('F28: an answer that breaks off is kept as far as it got, and its charge stands', async () => {
  const { say, spoil, conversation } = await arrange();
  await spoil({ kind: 'cut_after_bytes', bytes: 4_000 });
  const { events, text, jobId, start } = await say();
  expect(eventOf(events, 'end')).toMatchObject({ finishReason: 'cut_off', usage: null });
  expect(text.length).toBeGreaterThan(0);
  expect((await conversation(start.conversationId)).messages[1]).toMatchObject({ text, finishReason: 'cut_off' });
  expect(await statusOf(jobId)).toBe('completed');
  await expectInvariants();
});

test('a turn that fails leaves the conversation as it was before', async () => {
  const { say, spoil, conversation, message } = await arrange();
  const { start } = await say();
  const before = await conversation(start.conversationId);
  // What is refused as it is says nothing about the vendor: no circuit breaks.
  await spoil({ kind: 'status', status: 400 }, null);
  const { conversationId } = start;
  await say({ conversationId });
  await say({ conversationId, message: `${message} Again`, replaces: start.questionId });
  expect((await conversation(conversationId)).messages).toEqual(before.messages);
});

test('F32: while the circuit is open a turn is refused before anything is charged', async () => {
  const { open, ctx, userId } = await arrange();
  const now = ctx.clock.now();
  await env.DB.prepare(
    `INSERT INTO vendor_circuits (id, provider, failures, window_started_at, breaks, broken_at, broken_until, probe_until,
        wait_until) VALUES ('openrouter', 'openrouter', 0, ?1, 1, ?1, ?1 + 60000, 0, 0)`,
  )
    .bind(now)
    .run();
  lookAgain();
  const refusal = await open().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({ code: 'provider_unavailable', details: { retryAfterSeconds: expect.any(Number) } });
  expect(await ledgerOf(userId)).toHaveLength(1);
});

test('stopped by its asker: what he saw is kept, his other tabs saw it grow, and the charge stands', async () => {
  const { open, spoil, conversation, ctx, user, userId } = await arrange();
  const tab = await listen(user);
  await spoil({ kind: 'stall_after_bytes', bytes: 4_000 });
  const { body, jobId } = await open();
  const [heard, rest] = body.tee();
  const first = await afterFirstDelta(heard);
  const grown = () => tab.events.filter((event) => event.type === 'answer_delta');
  await expect.poll(() => grown().length, { timeout: 10_000 }).toBeGreaterThan(0);
  await cancelJob(ctx, { userId, jobId });
  const events = await readEvents(rest);
  expect(eventOf(events, 'end').finishReason).toBe('canceled');
  expect(grown()[0]).toMatchObject({ jobId, offset: 0, messageId: eventOf(events, 'start').messageId });
  expect(
    textOf(events).startsWith(
      grown()
        .map(({ text }) => text)
        .join(''),
    ),
  ).toBe(true);
  expect(first).toContain('event: start');
  const { messages } = await conversation(eventOf(events, 'start').conversationId);
  expect(messages[1]).toMatchObject({ text: textOf(events), finishReason: 'canceled' });
  expect(await statusOf(jobId)).toBe('canceled');
  await ctx.settled();
  await expectInvariants();
});

test('a second turn waits until the one before it is answered', async () => {
  const { open, spoil, ctx, userId, message } = await arrange();
  await spoil({ kind: 'stall_after_bytes', bytes: 4_000 });
  const { body, jobId } = await open();
  const [heard, rest] = body.tee();
  const first = await afterFirstDelta(heard);
  const conversationId = /"conversationId":"([^"]+)"/.exec(first)?.[1] ?? '';
  await expect(open({ conversationId, message })).rejects.toMatchObject({ code: 'job_in_progress' });
  await cancelJob(ctx, { userId, jobId });
  await readEvents(rest);
  await ctx.settled();
  expect(await ledgerOf(userId)).toHaveLength(2);
});

test('in the background the same is answered, by any number of messages once, and told when it is ready', async () => {
  const { ctx, userId, message, conversation, tag } = await arrange();
  const { job } = await orderJob(ctx, userId, { module: 'text', params: { message, model: 'llama-3.3-70b' } });
  await deliver(ctx, [job.jobId, job.jobId]);
  await deliver(ctx, [job.jobId]);
  expect(await countCalls(tag)).toBe(1);
  const row = await env.DB.prepare(
    `SELECT c.id, (SELECT title FROM notifications WHERE job_id = ?1) AS notice, j.status FROM jobs j
      JOIN chat_messages m ON m.job_id = j.id AND m.role = 'assistant' JOIN conversations c ON c.id = m.conversation_id
      WHERE j.id = ?1`,
  )
    .bind(job.jobId)
    .first<{ id: string; notice: string; status: string }>();
  expect(row).toMatchObject({ notice: 'Your answer is ready.', status: 'completed' });
  expect((await conversation(row?.id ?? '')).messages).toMatchObject([
    { text: message },
    { model: 'llama-3.3-70b', finishReason: 'stop' },
  ]);
  const { objects } = await env.MEDIA.list({ prefix: `user_${userId}/` });
  expect(objects).toEqual([]);
  await expectInvariants();
});

test('in the background a conversation that is gone by then fails the job, and the charge comes back', async () => {
  const { ctx, userId, say, message } = await arrange();
  const { start } = await say();
  const { conversationId } = start;
  const { job } = await orderJob(ctx, userId, { module: 'text', params: { message, conversationId } });
  await removeItems(ctx, { userId, jobIds: [start.jobId] });
  await deliver(ctx, [job.jobId]);
  expect(await jobFacts(job.jobId)).toMatchObject({ status: 'failed', errorCode: 'not_found' });
  expect(await balanceOf(userId)).toBe(100);
});

const wordsOf = async (userId: string) =>
  env.DB.prepare(
    `SELECT (SELECT COUNT(*) FROM chat_messages WHERE user_id = ?1) AS messages,
      (SELECT COUNT(*) FROM conversations WHERE user_id = ?1) AS conversations,
      (SELECT COUNT(*) FROM generations WHERE user_id = ?1) AS lines`,
  )
    .bind(userId)
    .first();

test('a chat leaves with its line in the history, comes back by undo, and is then removed for good with its words', async () => {
  const { ctx, userId, say, conversation, chats } = await arrange();
  const { start } = await say();
  const { conversationId, jobId } = start;
  await say({ conversationId });
  expect((await conversation(conversationId)).historyJobId).toBe(jobId);
  await removeItems(ctx, { userId, jobIds: [jobId] });
  await expect(conversation(conversationId)).rejects.toMatchObject({ code: 'not_found' });
  expect(await chats()).toEqual([]);
  await restoreItems(ctx, { userId, jobIds: [jobId] });
  expect((await conversation(conversationId)).messages).toHaveLength(4);
  await removeItems(ctx, { userId, jobIds: [jobId] });
  ctx.clock.advance(REMOVAL_WAIT_MS + 1);
  await runRemovals(ctx);
  expect(await wordsOf(userId)).toEqual({ messages: 0, conversations: 0, lines: 0 });
  await expectInvariants(ctx.clock.now());
});

test('the words that go to the model are as many as it is meant to get, and what it is told beforehand is among them', async () => {
  const { ctx, say, userId } = await arrange();
  const asked: string[] = [];
  const listening: Context['providers'] = {
    ...ctx.providers,
    reach: (id, own) => {
      const reached = ctx.providers.reach(id, own);
      const fetch = async (request: Request) => {
        asked.push(await request.clone().text());
        return reached.wire.fetch(request);
      };
      return { ...reached, wire: { ...reached.wire, fetch } };
    },
  };
  const { start } = await say({ system: 'Be short.' });
  const own = { ...ctx, providers: listening };
  const { body } = await answerChat(own, {
    userId,
    token: null,
    entry: undefined,
    params: { message: 'And then?', conversationId: start.conversationId, stop: ['END'], seed: 7, maxTokens: 50 },
    clientJobId: crypto.randomUUID(),
    requestId: 'test',
  });
  await readEvents(body);
  await ctx.settled();
  expect(JSON.parse(asked[0] ?? '{}')).toMatchObject({
    model: 'openai/gpt-4o-mini',
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user' },
      { role: 'assistant' },
      { content: 'And then?' },
    ],
    stop: ['END'],
    seed: 7,
    max_tokens: 50,
    temperature: 0.7,
  });
});
