import { Buffer } from 'node:buffer';
import type { z } from 'zod';
import { readChunks } from './chunk-reader.ts';
import { ProviderError, type ProviderErrorCode, type VendorWire } from './provider.ts';

/** A vendor that sends nothing for so long has stalled. */
export const VENDOR_IDLE_MS = 15_000;
/** So much has to come within that time, or it counts as nothing: a trickle would hold a job for hours (F30). */
const VENDOR_FLOOR_BYTES = 512;
/** Largest audio of one call: 5,000 characters at half speed and 160 kbit/s stay far below. */
export const VENDOR_AUDIO_MAX_BYTES = 48 * 1024 * 1024;
/** Largest answer that is read as one text: a page of voices, or an error. */
const VENDOR_TEXT_MAX_BYTES = 4 * 1024 * 1024;
/** How much of a vendor's own words an error repeats. */
const VENDOR_WORDS_MAX_CHARS = 300;

/** Workers send none of their own, and some vendors turn such requests away. */
export const USER_AGENT = 'ozvena/1.0';

type Idle = Pick<VendorWire, 'provider' | 'idleMs' | 'now'>;

const withDeadline = async <T>(provider: string, work: Promise<T>, ms: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProviderError(provider, 'timeout', 'no answer in time')), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/** Whole milliseconds of a `Retry-After` header, seconds or an HTTP date; undefined when absent or unreadable. */
export const parseRetryAfter = (value: string | null, now: number): number | undefined => {
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
};

/** Sends a request; a network failure or a silence before the headers becomes a ProviderError and ends the call. */
export const callVendor = async (
  wire: Pick<VendorWire, 'provider' | 'fetch' | 'idleMs'>,
  request: Request,
): Promise<Response> => {
  const silence = new AbortController();
  const call = wire.fetch(new Request(request, { signal: AbortSignal.any([request.signal, silence.signal]) }));
  try {
    return await withDeadline(wire.provider, call, wire.idleMs);
  } catch (error) {
    silence.abort();
    // An answer that comes after all is nobody's any more.
    call.then((late) => late.body?.cancel()).catch(() => undefined);
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(wire.provider, 'unavailable', 'could not be reached', undefined, { cause: error });
  }
};

/**
 * The chunks of a body, with a limit on its bytes and on every silence within it; what only trickles is silent too.
 * Cancels the body when left early.
 */
export async function* readBody(
  wire: Idle,
  body: ReadableStream<Uint8Array>,
  maxBytes = VENDOR_AUDIO_MAX_BYTES,
): AsyncGenerator<Uint8Array> {
  const { provider, idleMs, now } = wire;
  const reader = readChunks(body);
  let total = 0;
  let isDone = false;
  // Only the time that is spent waiting for the vendor counts, and not what the reader does in between.
  let waitedMs = 0;
  let sinceFloor = 0;
  try {
    while (true) {
      const startedAt = now();
      const value = await withDeadline(provider, reader.read(), idleMs - waitedMs);
      if (value === undefined) {
        isDone = true;
        return;
      }
      total += value.byteLength;
      sinceFloor += value.byteLength;
      waitedMs += now() - startedAt;
      if (sinceFloor >= VENDOR_FLOOR_BYTES) {
        waitedMs = 0;
        sinceFloor = 0;
      }
      if (total > maxBytes) throw new ProviderError(provider, 'bad_response', 'the answer is too large');
      yield value;
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(provider, 'unavailable', 'the answer broke off', undefined, { cause: error });
  } finally {
    // A vendor that is not read to its end would go on working for nobody. Its own error on cancel says nothing new.
    if (!isDone) reader.cancel().catch(() => undefined);
  }
}

/** The whole of a body that is text. */
export const readText = async (
  wire: Idle,
  body: ReadableStream<Uint8Array> | null,
  maxBytes = VENDOR_TEXT_MAX_BYTES,
): Promise<string> => {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of readBody(wire, body, maxBytes)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
};

/** The lines of a body, without their ends. */
export async function* readLines(
  wire: Idle,
  body: ReadableStream<Uint8Array>,
  maxLineChars: number,
  maxBytes?: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readBody(wire, body, maxBytes)) {
    // Only what is new is searched: a line that comes in many chunks would be gone through once for each of them.
    const [end = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    rest += end;
    for (const line of lines) {
      yield rest;
      rest = line;
    }
    if (rest.length > maxLineChars) throw new ProviderError(wire.provider, 'bad_response', 'a line without an end');
  }
  rest += decoder.decode();
  if (rest.trim()) yield rest;
}

/** The JSON of a text, or undefined where it is none. */
export const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The bytes of a base64 text that a schema has checked. */
export const decodeBase64 = (text: string): Uint8Array => {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
  return new Uint8Array(buffer, byteOffset, byteLength);
};

/** What a bad status means where the vendor says no more than that. */
export const meaningOf = (status: number): ProviderErrorCode => {
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 402) return 'exhausted';
  return status >= 500 || status === 408 ? 'unavailable' : 'rejected';
};

/** A vendor's own words as an error may repeat them: not too many, and never the key. */
export const quoteWords = ({ secret }: Pick<VendorWire, 'secret'>, words: string): string =>
  words.replaceAll(secret, '…').slice(0, VENDOR_WORDS_MAX_CHARS);

/**
 * The error that an answer with a bad status is.
 * @param own.words the vendor's own. They are left out where a key was refused: some vendors repeat a part of it.
 * @param own.code where the vendor's words say more than the status
 */
export const errorOfStatus = (
  wire: Pick<VendorWire, 'provider' | 'now' | 'secret'>,
  response: Response,
  own: { words?: string | undefined; code?: ProviderErrorCode | undefined } = {},
): ProviderError => {
  const { provider, now } = wire;
  const code = own.code ?? meaningOf(response.status);
  const words = own.words && code !== 'unauthorized' ? quoteWords(wire, own.words) : undefined;
  const message = words ? `HTTP ${response.status}: ${words}` : `HTTP ${response.status}`;
  const canWait = code === 'rate_limited' || code === 'unavailable';
  const retryAfterMs = canWait ? parseRetryAfter(response.headers.get('Retry-After'), now()) : undefined;
  return new ProviderError(provider, code, message, retryAfterMs);
};

/**
 * Sends a request and gives the answer if it is a good one.
 * @param wordsOf finds the vendor's words in the text of a bad answer, which is read whole
 * @throws ProviderError what the bad answer is
 */
export const callForAnswer = async (
  wire: VendorWire,
  request: Request,
  wordsOf: (text: string) => string | undefined = (text) => text,
): Promise<Response> => {
  const response = await callVendor(wire, request);
  if (response.ok) return response;
  throw errorOfStatus(wire, response, { words: wordsOf(await readText(wire, response.body)) });
};

/** The JSON of an answer in the form that was agreed. @throws ProviderError bad_response for any other */
export const readAgreed = async <T>(wire: VendorWire, response: Response, schema: z.ZodType<T>): Promise<T> => {
  const parsed = schema.safeParse(tryJson(await readText(wire, response.body)));
  if (parsed.success) return parsed.data;
  throw new ProviderError(wire.provider, 'bad_response', 'an answer is not as agreed');
};

/** Refuses an answer of another type than was agreed, and ends it. */
export const expectType = async (
  { provider }: Pick<VendorWire, 'provider'>,
  response: Response,
  types: readonly string[],
): Promise<ReadableStream<Uint8Array>> => {
  const type = response.headers.get('Content-Type') ?? '';
  if (response.body && types.some((expected) => type.startsWith(expected))) return response.body;
  await response.body?.cancel();
  throw new ProviderError(provider, 'bad_response', `answered with ${type || 'no content type'}`);
};

/** Whether the key is taken by a call that tries it. Throws what else went wrong. */
export const acceptsKey = async (call: Promise<unknown>): Promise<boolean> => {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'unauthorized') return false;
    throw error;
  }
};
