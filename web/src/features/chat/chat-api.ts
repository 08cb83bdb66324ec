import { infiniteQueryOptions, keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import { apiErrorWithin } from '../../api/api-error.ts';
import { read, routes, until } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { readEvents } from '../../api/read-events.ts';
import type { ChatEvents, Conversation, TextParams, TranscriptFormat, UpdateConversation } from '../../api/wire.ts';

const MINUTE_MS = 60_000;
const PAGE_ITEMS = 30;
/** An answer that is written elsewhere is looked at so often. */
const LOOK_EVERY_MS = 1_000;

export type TurnEvent = { [Name in keyof ChatEvents]: { name: Name } & ChatEvents[Name] }[keyof ChatEvents];

/** Sends a turn and gives what comes back, as it comes. @throws ApiError for a turn that was refused, or not answered. */
export async function* sendTurn(turn: TextParams & { clientJobId: string }): AsyncGenerator<TurnEvent> {
  const { body } = await routes.chat.$post({ json: turn });
  if (!body) return;
  for await (const { name, data } of readEvents(body)) {
    const event = { name, ...JSON.parse(data) } as TurnEvent;
    if (event.name === 'error') throw await apiErrorWithin(event.problem);
    yield event;
  }
}

/** Whether the last answer of a conversation is still being written. */
export const isBeingAnswered = (conversation: Conversation | undefined): boolean => {
  const last = conversation?.messages.at(-1);
  return last?.role === 'assistant' && last.finishReason === null;
};

export const conversationQuery = (conversationId: string | undefined) =>
  queryOptions({
    queryKey: keys.conversation(conversationId ?? ''),
    queryFn:
      conversationId === undefined
        ? skipToken
        : ({ signal }) =>
            read(routes.conversations[':conversationId'].$get({ param: { conversationId } }, until(signal))),
    refetchInterval: ({ state }) => (isBeingAnswered(state.data) ? LOOK_EVERY_MS : false),
  });

export const conversationsQuery = infiniteQueryOptions({
  queryKey: keys.conversationLists,
  queryFn: ({ pageParam: cursor, signal }) =>
    read(
      routes.conversations.$get(
        { query: cursor === undefined ? { limit: PAGE_ITEMS } : { limit: PAGE_ITEMS, cursor } },
        until(signal),
      ),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const modelsQuery = queryOptions({
  queryKey: keys.models('text'),
  queryFn: ({ signal }) => read(routes.models.$get({ query: { module: 'text' } }, until(signal))),
  staleTime: 10 * MINUTE_MS,
});

/** What the next message costs, and how many are free today. It does not depend on what is said. */
export const turnQuoteQuery = (model: string) =>
  queryOptions({
    queryKey: [...keys.quotes, 'text', model],
    queryFn: ({ signal }) =>
      read(routes.quotes.$post({ json: { module: 'text', params: { message: '?', model } } }, until(signal))),
    placeholderData: keepPreviousData,
  });

export const updateConversation = (conversationId: string, change: UpdateConversation): Promise<Conversation> =>
  read(routes.conversations[':conversationId'].$patch({ param: { conversationId }, json: change }));

export const transcriptUrlOf = (conversationId: string, format: TranscriptFormat): string =>
  `/api/conversations/${encodeURIComponent(conversationId)}/download?format=${format}`;
