import { ProviderError } from './provider.ts';

/** A vendor that sends nothing for so long has stalled. */
export const VENDOR_IDLE_MS = 15_000;
/** Largest audio of one call: 5,000 characters at half speed and 160 kbit/s stay far below. */
export const VENDOR_AUDIO_MAX_BYTES = 48 * 1024 * 1024;

const withDeadline = async <T>(provider: string, work: Promise<T>, ms: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ProviderError(provider, 'timeout', `no answer for ${ms} ms`)), ms);
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

/** Sends a request; a network failure or a silence before the headers becomes a ProviderError. */
export const callVendor = async (
  provider: string,
  fetch: (request: Request) => Promise<Response>,
  request: Request,
): Promise<Response> => {
  try {
    return await withDeadline(provider, fetch(request), VENDOR_IDLE_MS);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError(provider, 'unavailable', 'could not be reached', undefined, { cause: error });
  }
};

/** The chunks of a body, with a limit on its bytes and on every silence within it. Cancels the body when left early. */
export async function* readBody(provider: string, body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let total = 0;
  let isDone = false;
  try {
    while (true) {
      const { done, value } = await withDeadline(provider, reader.read(), VENDOR_IDLE_MS);
      if (done) {
        isDone = true;
        return;
      }
      total += value.byteLength;
      if (total > VENDOR_AUDIO_MAX_BYTES) throw new ProviderError(provider, 'bad_response', 'the answer is too large');
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
