import { env } from 'cloudflare:workers';
import type { ChatPiece, ChatProvider, ChatRequest } from '../../worker/providers/chat-provider.ts';
import type { ImageProvider, ImageRequest, MadeImage } from '../../worker/providers/image-provider.ts';
import { createOpenRouter, OPENROUTER } from '../../worker/providers/openrouter.ts';
import type { VendorWire } from '../../worker/providers/provider.ts';

/** The adapter over the sandbox, with the key that the sandbox takes unless another is given. */
export const openRouterAdapter = (
  own: { apiKey?: string } & Partial<Pick<VendorWire, 'fetch' | 'idleMs'>> = {},
): ChatProvider & ImageProvider => {
  const { fetch = (request: Request) => env.SANDBOX.fetch(request), idleMs = 10_000 } = own;
  const apiKey = own.apiKey ?? OPENROUTER.sandboxKey;
  return createOpenRouter({
    credential: { baseUrl: OPENROUTER.baseUrl, apiKey, extras: {} },
    wire: { provider: OPENROUTER.id, secret: apiKey, fetch, now: () => Date.now(), idleMs },
    isDemo: true,
  });
};

/** A plain question. */
export const chatRequest = (text: string, own: Partial<ChatRequest> = {}): ChatRequest => ({
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'user', text }],
  temperature: 0,
  maxTokens: 1_000,
  stop: [],
  seed: undefined,
  ...own,
});

/** A plain wish for one picture. */
export const imageRequest = (prompt: string, own: Partial<ImageRequest> = {}): ImageRequest => ({
  model: 'google/gemini-2.5-flash-image',
  prompt,
  aspectRatio: '1:1',
  seed: 7,
  count: 1,
  reference: undefined,
  ...own,
});

export type ChatAnswer = { text: string; pieces: number; end: Extract<ChatPiece, { kind: 'end' }> | undefined };

/** Everything that an answer gives. @param heard is told each piece before the answer is over */
export const collectChat = async (
  provider: ChatProvider,
  request: ChatRequest,
  options: { signal?: AbortSignal; heard?: (piece: ChatPiece) => void } = {},
): Promise<ChatAnswer> => {
  const { signal = new AbortController().signal, heard } = options;
  const answer: ChatAnswer = { text: '', pieces: 0, end: undefined };
  for await (const piece of provider.streamChat(request, { signal })) {
    heard?.(piece);
    if (piece.kind === 'end') {
      answer.end = piece;
    } else {
      answer.text += piece.text;
      answer.pieces += 1;
    }
  }
  return answer;
};

/** Every picture, in the order in which they were asked for. */
export const collectImages = async (
  provider: ImageProvider,
  request: ImageRequest,
  options: { signal?: AbortSignal; heard?: (image: MadeImage) => void } = {},
): Promise<MadeImage[]> => {
  const images: MadeImage[] = [];
  const { signal = new AbortController().signal } = options;
  for await (const image of provider.generateImages(request, { signal })) {
    options.heard?.(image);
    images.push(image);
  }
  return images.toSorted((a, b) => a.index - b.index);
};
