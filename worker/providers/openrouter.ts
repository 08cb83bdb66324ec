import { z } from 'zod';
import type { ChatProvider } from './chat-provider.ts';
import type { ImageProvider, ImageRequest, MadeImage } from './image-provider.ts';
import { readChat, toChatBody } from './openrouter-chat.ts';
import { toOpenRouterError } from './openrouter-error.ts';
import { readDrawing, toImageBody } from './openrouter-images.ts';
import type { VendorCredential, VendorWire } from './provider.ts';
import { acceptsKey, callVendor, readAgreed } from './stream.ts';

/** A picture comes whole, and until then there is nothing to read. */
const IMAGE_PATIENCE = 4;
/** The model takes 31 bits; after the last comes the first. */
const SEED_RANGE = 2 ** 31;
const APP_NAME = 'Ozvena';

const keySchema = z.object({ data: z.object({ label: z.string() }) });

type Outcome = { index: number; image: MadeImage } | { index: number; error: unknown };

/** Where the vendor's own API stands, and what the sandbox, which answers where there is no key, takes for one. */
export const OPENROUTER = {
  id: 'openrouter',
  baseUrl: 'https://openrouter.ai',
  sandboxKey: 'sk-or-v1-sandbox',
} as const;

/**
 * OpenRouter: `POST /api/v1/chat/completions` for words, streamed, and for pictures. Without the `openai` package: it
 * weighs 92 KiB and has neither our limits on silence and size nor a status for an error within a stream.
 * @see https://openrouter.ai/docs/api-reference/chat-completion
 */
export const createOpenRouter = (options: {
  credential: VendorCredential;
  wire: VendorWire;
  isDemo: boolean;
}): ChatProvider & ImageProvider => {
  const { credential, wire, isDemo } = options;
  const patient = { ...wire, idleMs: wire.idleMs * IMAGE_PATIENCE };
  const headers = {
    Authorization: `Bearer ${credential.apiKey}`,
    'Content-Type': 'application/json',
    'X-Title': APP_NAME,
  };

  const call = async (on: VendorWire, path: string, init: RequestInit): Promise<Response> => {
    const url = `${credential.baseUrl}/api/v1${path}`;
    const response = await callVendor(on, new Request(url, { ...init, headers, redirect: 'manual' }));
    if (response.ok) return response;
    throw await toOpenRouterError(wire, response);
  };

  const complete = (on: VendorWire, body: Record<string, unknown>, signal: AbortSignal): Promise<Response> =>
    call(on, '/chat/completions', { method: 'POST', body: JSON.stringify(body), signal });

  const draw = async (request: ImageRequest, index: number, signal: AbortSignal): Promise<Outcome> => {
    const seed = (request.seed + index) % SEED_RANGE;
    try {
      const image = await readDrawing(patient, await complete(patient, toImageBody(request, seed), signal));
      return { index, image: { ...image, index, seed } };
    } catch (error) {
      return { index, error };
    }
  };

  return {
    id: OPENROUTER.id,
    isDemo,
    checkKey: (signal) =>
      acceptsKey(call(wire, '/key', { signal }).then((response) => readAgreed(wire, response, keySchema))),

    async *streamChat(request, { signal }) {
      yield* readChat(wire, await complete(wire, toChatBody(request), signal));
    },

    async *generateImages(request, { signal }) {
      const abandon = new AbortController();
      const either = AbortSignal.any([signal, abandon.signal]);
      const waiting = new Map<number, Promise<Outcome>>();
      for (let index = 0; index < request.count; index += 1) waiting.set(index, draw(request, index, either));
      const failures: unknown[] = [];
      try {
        while (waiting.size > 0) {
          const outcome = await Promise.race(waiting.values());
          waiting.delete(outcome.index);
          if ('image' in outcome) yield outcome.image;
          else failures.push(outcome.error);
        }
      } finally {
        // Whoever leaves early wants none of the others.
        abandon.abort();
      }
      if (failures.length > 0) throw failures[0];
    },
  };
};
