import type { ChatEvents } from '../../worker/contract/chat.ts';
import { api } from './api.ts';
import type { TestUser } from './users.ts';

export type ChatEvent = { [Name in keyof ChatEvents]: { name: Name; data: ChatEvents[Name] } }[keyof ChatEvents];

/** The events of a whole body of server-sent events; comments are passed over. */
export const readEvents = async (body: ReadableStream<Uint8Array> | null): Promise<ChatEvent[]> => {
  const text = await new Response(body).text();
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const [name = '', data = ''] = block.split('\n').map((line) => line.slice(line.indexOf(': ') + 2));
      return { name, data: JSON.parse(data) } as ChatEvent;
    });
};

/** One event by its name. */
export const eventOf = <Name extends keyof ChatEvents>(events: readonly ChatEvent[], name: Name): ChatEvents[Name] => {
  const found = events.find((event) => event.name === name);
  if (!found) throw new Error(`there is no ${name} among ${events.map((event) => event.name).join(', ')}`);
  return found.data as ChatEvents[Name];
};

export const textOf = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.name === 'delta' ? event.data.text : '')).join('');

/** Says something by the API, and gives all that comes back. */
export const say = async (user: TestUser, turn: Record<string, unknown>) => {
  const reply = await api('/api/chat', { user, json: { clientJobId: crypto.randomUUID(), ...turn } });
  if (reply.status !== 200) throw new Error(`refused: ${reply.status} ${await reply.text()}`);
  const events = await readEvents(reply.body);
  const { conversationId, questionId, messageId, jobId, ...money } = eventOf(events, 'start');
  return { reply, events, conversationId, questionId, messageId, jobId, ...money, text: textOf(events) };
};
