import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Conversation, ConversationList } from '../../../worker/contract/chat.ts';
import type { Quote } from '../../../worker/contract/jobs.ts';
import { CHAT_MESSAGE_MAX_CHARS } from '../../../worker/contract/limits.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { eventOf, readEvents, say } from '../../support/chat.ts';
import { expectInvariants } from '../../support/invariants.ts';
import { balanceOf, createUser, ledgerOf, liftLimits, stateOf, type TestUser } from '../../support/users.ts';

beforeAll(() => liftLimits());

const conversationOf = async (user: TestUser, conversationId: string): Promise<Conversation> =>
  jsonOf(await api(`/api/conversations/${conversationId}`, { user }));

test('an answer comes word by word, and stands in its conversation afterwards', async () => {
  const user = await createUser();
  const { events, text, conversationId, messageId, questionId, reply } = await say(user, {
    message: 'What is 12 + 30?',
  });
  expect(reply.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
  expect(events.filter(({ name }) => name === 'delta').length).toBeGreaterThan(1);
  expect(text).toContain('42');
  expect(eventOf(events, 'end')).toMatchObject({
    finishReason: 'stop',
    demo: true,
    usage: { promptTokens: expect.any(Number) },
  });
  const { title, messages } = await conversationOf(user, conversationId);
  expect(title).toBe('What is 12 + 30?');
  expect(messages).toMatchObject([
    { messageId: questionId, role: 'user', text: 'What is 12 + 30?' },
    { messageId, role: 'assistant', text, model: 'gpt-4o-mini', finishReason: 'stop' },
  ]);
  await expectInvariants();
});

test('five turns a day are free, and the next costs a credit', async () => {
  const user = await createUser({ credits: 10 });
  const { conversationId } = await say(user, { message: 'One' });
  for (const message of ['Two', 'Three', 'Four', 'Five']) {
    expect(await say(user, { conversationId, message })).toMatchObject({ costCredits: 0, balanceCredits: 10 });
  }
  const order = { module: 'text', params: { message: 'Six' } };
  const quote = await jsonOf<Quote>(await api('/api/quotes', { user, json: order }));
  expect(quote).toMatchObject({ costCredits: 1, free: { perDay: 5, left: 0 } });
  expect(await say(user, { conversationId, message: 'Six' })).toMatchObject({ costCredits: 1, balanceCredits: 9 });
  expect((await ledgerOf(user.userId)).map(({ change }) => change)).toEqual([10, 0, 0, 0, 0, 0, -1]);
  await expectInvariants();
});

test('a conversation is one line of the history, however many turns it has', async () => {
  const user = await createUser();
  const { conversationId } = await say(user, { message: 'One' });
  await say(user, { conversationId, message: 'Two' });
  const { results } = await env.DB.prepare('SELECT type, conversation_id FROM generations WHERE user_id = ?1')
    .bind(user.userId)
    .all();
  expect(results).toEqual([{ type: 'chat', conversation_id: conversationId }]);
});

test('the same turn sent twice is answered once and charged once', async () => {
  const user = await createUser();
  const turn = { clientJobId: crypto.randomUUID(), message: 'Once only' };
  const first = await say(user, turn);
  const second = await say(user, turn);
  expect(second.reply.headers.get('Idempotent-Replayed')).toBe('true');
  expect(second).toMatchObject({ jobId: first.jobId, conversationId: first.conversationId, text: first.text });
  expect((await conversationOf(user, first.conversationId)).messages).toHaveLength(2);
  expect(await stateOf(user.userId)).toMatchObject({ jobs: 1 });
});

test('a question that is changed takes the place of what followed', async () => {
  const user = await createUser();
  const { conversationId, questionId } = await say(user, { message: 'What is 1 + 1?' });
  await say(user, { conversationId, message: 'And then?' });
  const { text } = await say(user, { conversationId, message: 'What is 2 + 2?', replaces: questionId });
  const { messages } = await conversationOf(user, conversationId);
  expect(messages.map((message) => message.text)).toEqual(['What is 2 + 2?', text]);
});

test('an answer that is given anew goes to the same place', async () => {
  const user = await createUser();
  await say(user, { message: 'One' });
  const { conversationId, messageId } = await say(user, { message: 'Tell me of echoes' });
  const again = await say(user, {
    conversationId,
    message: 'Tell me of echoes',
    replaces: messageId,
    temperature: 1.2,
  });
  const { messages, temperature } = await conversationOf(user, conversationId);
  expect(messages.map((message) => message.messageId)).toEqual([again.questionId, again.messageId]);
  expect(temperature).toBe(1.2);
});

test('what was said before goes along with the next question', async () => {
  const user = await createUser();
  const { conversationId } = await say(user, { message: 'Hello there' });
  const first = await conversationOf(user, conversationId);
  await say(user, { conversationId, message: 'Hello there' });
  const second = await conversationOf(user, conversationId);
  expect(second.messages[3]?.usage?.promptTokens).toBeGreaterThan(first.messages[1]?.usage?.promptTokens ?? 0);
});

test('nothing of a refused turn is kept: no credits, no message, no conversation', async () => {
  const user = await createUser({ credits: 0 });
  const { conversationId } = await say(user, { message: '1' });
  for (const message of ['2', '3', '4', '5']) await say(user, { conversationId, message });
  const before = await conversationOf(user, conversationId);
  const turn = { clientJobId: crypto.randomUUID(), conversationId, message: 'One too many' };
  const problem = await problemOf(await api('/api/chat', { user, json: turn }));
  expect(problem).toMatchObject({ code: 'insufficient_credits', costCredits: 1, balanceCredits: 0 });
  expect(await conversationOf(user, conversationId)).toEqual(before);
});

test.each([
  [{ message: ' \n ' }, 'text_empty', '/message'],
  [{ message: 'x'.repeat(CHAT_MESSAGE_MAX_CHARS + 1) }, 'text_too_long', '/message'],
  [{ message: 'Hello', model: 'kling-2.1-pro' }, 'invalid', '/model'],
  [{ message: 'Hello', model: 'nobody' }, 'invalid', '/model'],
  [{ message: 'Hello', temperature: 3 }, 'out_of_range', '/temperature'],
  [{ message: 'Hello', replaces: 'nothing' }, 'invalid', '/replaces'],
  [{ message: 'Hello', stream: true }, 'unknown_key', '/stream'],
])('%j is refused before anything is charged', async (turn, code, pointer) => {
  const user = await createUser();
  const before = await stateOf(user.userId);
  const problem = await problemOf(
    await api('/api/chat', { user, json: { clientJobId: crypto.randomUUID(), ...turn } }),
  );
  expect(problem).toMatchObject({ status: 422, errors: [{ code, pointer }] });
  expect(await stateOf(user.userId)).toEqual(before);
});

test('somebody else’s conversation is not found, and not gone on with', async () => {
  const [owner, stranger] = await Promise.all([createUser(), createUser()]);
  const { conversationId, messageId } = await say(owner, { message: 'Mine alone' });
  const json = { clientJobId: crypto.randomUUID(), conversationId, message: 'Let me in' };
  expect((await problemOf(await api('/api/chat', { user: stranger, json }))).code).toBe('not_found');
  const own = await say(stranger, { message: 'My own' });
  const foreign = {
    clientJobId: crypto.randomUUID(),
    conversationId: own.conversationId,
    message: 'x',
    replaces: messageId,
  };
  expect((await problemOf(await api('/api/chat', { user: stranger, json: foreign }))).code).toBe('validation_failed');
  for (const path of ['', '/download']) {
    const reply = await api(`/api/conversations/${conversationId}${path}`, { user: stranger });
    expect((await problemOf(reply)).code).toBe('not_found');
  }
  expect((await conversationOf(owner, conversationId)).messages).toHaveLength(2);
});

test('a conversation gets a name, a model and what it is told beforehand, and its next turn goes by them', async () => {
  const user = await createUser();
  const { conversationId } = await say(user, { message: 'Hello' });
  const change = { title: 'A name', model: 'claude-haiku-4.5', system: 'Be short.', temperature: 0 };
  const changed = await api(`/api/conversations/${conversationId}`, { user, method: 'PATCH', json: change });
  expect(await jsonOf<Conversation>(changed)).toMatchObject(change);
  await say(user, { conversationId, message: 'Go on' });
  expect((await conversationOf(user, conversationId)).messages[3]?.model).toBe('claude-haiku-4.5');
  const unset = await api(`/api/conversations/${conversationId}`, { user, method: 'PATCH', json: { system: null } });
  expect(await jsonOf<Conversation>(unset)).toMatchObject({ system: null, title: 'A name' });
});

test('the conversation with the latest turn is listed first', async () => {
  const user = await createUser();
  const first = await say(user, { message: 'First' });
  const second = await say(user, { message: 'Second' });
  await say(user, { conversationId: first.conversationId, message: 'More' });
  const page = await jsonOf<ConversationList>(await api('/api/conversations?limit=1', { user }));
  expect(page.items.map(({ conversationId }) => conversationId)).toEqual([first.conversationId]);
  const rest = await jsonOf<ConversationList>(await api(`/api/conversations?cursor=${page.nextCursor}`, { user }));
  expect(rest).toMatchObject({ items: [{ conversationId: second.conversationId }], nextCursor: null });
});

test('the models to choose from say what each costs', async () => {
  const { items } = await jsonOf<{ items: { id: string }[] }>(await api('/api/models?module=text'));
  expect(items[0]).toMatchObject({ id: 'gpt-4o-mini', module: 'text', rule: { kind: 'free_quota', freePerDay: 5 } });
  expect(items.map(({ id }) => id)).toContain('claude-haiku-4.5');
});

test('whoever leaves finds the answer whole when he returns', async () => {
  const user = await createUser();
  const json = { clientJobId: crypto.randomUUID(), message: 'Tell me of echoes' };
  const reply = await api('/api/chat', { user, json });
  await reply.body?.cancel();
  const events = await expect
    .poll(async () => (await api('/api/chat', { user, json })).status, { timeout: 10_000 })
    .toBe(200)
    .then(async () => readEvents((await api('/api/chat', { user, json })).body));
  expect(eventOf(events, 'end').finishReason).toBe('stop');
  expect(await balanceOf(user.userId)).toBe(5_000);
});
