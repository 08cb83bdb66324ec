/** One message of a conversation, the oldest first. */
export type ChatMessage = { role: 'system' | 'user' | 'assistant'; text: string };

/** The request as an adapter takes it: everything decided. */
export type ChatRequest = {
  /** The vendor's own id of the model, one of the adapter's list. */
  model: string;
  messages: readonly ChatMessage[];
  /** 0 to 2; the higher, the freer. */
  temperature: number;
  /** The answer is cut off after so many tokens. */
  maxTokens: number;
  /** The answer ends before any of these; at most four. */
  stop: readonly string[];
  /** The same seed and request answer alike, as far as the model can. */
  seed: number | undefined;
};

/** Tokens as the vendor bills them, and what he took for them in millionths of a US dollar where he tells. */
export type TokenUsage = { promptTokens: number; completionTokens: number; costMicrodollars: number | null };

/** Words of an answer, as they come; and once, last, how it ended. `usage` is null where the vendor does not tell. */
export type ChatPiece =
  | { kind: 'text'; text: string }
  | { kind: 'end'; finishReason: 'stop' | 'length' | 'content_filter'; usage: TokenUsage | null };

/** A vendor of chat with one key. Every call throws only ProviderError. */
export type ChatProvider = {
  readonly id: string;
  /** Made by the sandbox and not by the vendor. */
  readonly isDemo: boolean;
  /** Whether the vendor takes the key, by a call that costs nothing. Throws when he does not say. */
  checkKey(signal: AbortSignal): Promise<boolean>;
  /** An answer without a word, or without its `end`, is an error. */
  streamChat(request: ChatRequest, options: { signal: AbortSignal }): AsyncIterable<ChatPiece>;
};
