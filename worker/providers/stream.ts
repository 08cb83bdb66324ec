import { ProviderError, type VendorWire } from './provider.ts';

/** A vendor that sends nothing for so long has stalled. */
export const VENDOR_IDLE_MS = 15_000;
/** Largest audio of one call: 5,000 characters at half speed and 160 kbit/s stay far below. */
export const VENDOR_AUDIO_MAX_BYTES = 48 * 1024 * 1024;
/** Largest answer that is read as one text: a page of voices, or an error. */
const VENDOR_TEXT_MAX_BYTES = 4 * 1024 * 1024;
/** How much of a vendor's own words an error repeats. */
const VENDOR_WORDS_MAX_CHARS = 300;

type Idle = Pick<VendorWire, 'provider' | 'idleMs'>;

const withDeadline = async <T>({ provider, idleMs }: Idle, work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProviderError(provider, 'timeout', `no answer for ${idleMs} ms`)), idleMs);
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
    return await withDeadline(wire, call);
  } catch (error) {
    silence.abort();
    // An answer that comes after all is nobody's any more.
    call.then((late) => late.body?.cancel()).catch(() => undefined);
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(wire.provider, 'unavailable', 'could not be reached', undefined, { cause: error });
  }
};

/** The chunks of a body, with a limit on its bytes and on every silence within it. Cancels the body when left early. */
export async function* readBody(
  wire: Idle,
  body: ReadableStream<Uint8Array>,
  maxBytes = VENDOR_AUDIO_MAX_BYTES,
): AsyncGenerator<Uint8Array> {
  const { provider } = wire;
  const reader = body.getReader();
  let total = 0;
  let isDone = false;
  try {
    while (true) {
      const { done, value } = await withDeadline(wire, reader.read());
      if (done) {
        isDone = true;
        return;
      }
      total += value.byteLength;
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
export const readText = async (wire: Idle, body: ReadableStream<Uint8Array> | null): Promise<string> => {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of readBody(wire, body, VENDOR_TEXT_MAX_BYTES))
    text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
};

/** The lines of a body, without their ends. */
export async function* readLines(
  wire: Idle,
  body: ReadableStream<Uint8Array>,
  maxLineChars: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readBody(wire, body)) {
    rest += decoder.decode(chunk, { stream: true });
    let end = rest.indexOf('\n');
    while (end >= 0) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
      end = rest.indexOf('\n');
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
export const decodeBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/**
 * What the status of a refusal means.
 * @param words the vendor's own. Left out where a key was refused: some vendors repeat a part of it.
 */
export const errorOfStatus = (
  { provider, now }: Pick<VendorWire, 'provider' | 'now'>,
  response: Response,
  words?: string,
): ProviderError => {
  const { status } = response;
  const message = `HTTP ${status}`;
  const full = words ? `${message}: ${words.slice(0, VENDOR_WORDS_MAX_CHARS)}` : message;
  const retryAfterMs = parseRetryAfter(response.headers.get('Retry-After'), now());
  if (status === 429) return new ProviderError(provider, 'rate_limited', full, retryAfterMs);
  if (status === 401 || status === 403) return new ProviderError(provider, 'unauthorized', message);
  if (status >= 500 || status === 408) return new ProviderError(provider, 'unavailable', full, retryAfterMs);
  return new ProviderError(provider, 'rejected', full);
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

/** What a call that only tries a key says of it: true or false. Throws what else went wrong. */
export const acceptsKey = async (call: Promise<Response>): Promise<boolean> => {
  try {
    await (await call).body?.cancel();
    return true;
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'unauthorized') return false;
    throw error;
  }
};
