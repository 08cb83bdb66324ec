import type { ChatMessage } from '../../api/wire.ts';

/** A turn that this page has sent and whose answer is on its way. */
export type LiveTurn = {
  clientJobId: string;
  conversationId: string | undefined;
  question: string;
  /** The message whose place it takes. */
  replaces: string | undefined;
  /** The answer so far. */
  text: string;
  /** Known from its first event on. */
  ids: { jobId: string; questionId: string; messageId: string } | undefined;
  isStopping: boolean;
};

/** A message as it is shown: kept, or on its way. */
export type ShownMessage = {
  key: string;
  /** Of a message that is kept. */
  messageId: string | undefined;
  role: ChatMessage['role'];
  text: string;
  model: string | null;
  finishReason: ChatMessage['finishReason'];
  isGrowing: boolean;
  demo: boolean;
};

const keptAs = (message: ChatMessage): ShownMessage => ({
  ...message,
  key: message.messageId,
  isGrowing: message.role === 'assistant' && message.finishReason === null,
});

const NOT_KEPT = { messageId: undefined, model: null, finishReason: null, demo: false } as const;

/** Where in the kept messages a live turn begins: at the question that it replaces, or that it is itself. */
const beginOf = (kept: readonly ChatMessage[], { replaces, ids }: LiveTurn): number => {
  const replaced = kept.findIndex(({ messageId }) => messageId === replaces);
  const own = kept.findIndex(({ messageId }) => messageId === ids?.questionId);
  if (own >= 0) return own;
  if (replaced < 0) return kept.length;
  return kept[replaced]?.role === 'assistant' ? replaced - 1 : replaced;
};

/**
 * The messages of a conversation with the turn that is on its way. The keys stay when a message has been kept: nothing is
 * drawn anew then.
 */
export const shownMessages = (kept: readonly ChatMessage[], live: LiveTurn | undefined): ShownMessage[] => {
  if (!live) return kept.map(keptAs);
  const { ids, clientJobId, question, text } = live;
  return [
    ...kept.slice(0, beginOf(kept, live)).map(keptAs),
    { ...NOT_KEPT, key: ids?.questionId ?? `${clientJobId}:question`, role: 'user', text: question, isGrowing: false },
    { ...NOT_KEPT, key: ids?.messageId ?? `${clientJobId}:answer`, role: 'assistant', text, isGrowing: true },
  ];
};
