import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type MediaPiece, type ModelAdapter, ProviderError, type ResolvedSpeech } from '../../providers/provider.ts';

/** A listener waits: one quick second try, and no more. */
const OPEN_TRIES_MAX = 2;
const RETRY_WAIT_MS = 300;

/** An audio stream whose first piece has arrived and looks like MP3. */
export type OpenedStream = { first: Uint8Array; rest: AsyncIterator<MediaPiece> };

const startsLikeMp3 = (bytes: Uint8Array): boolean => {
  const [a = 0, b = 0, c = 0] = bytes;
  return (a === 0xff && (b & 0xe0) === 0xe0) || (a === 0x49 && b === 0x44 && c === 0x33);
};

const openOnce = async (model: ModelAdapter, params: ResolvedSpeech, signal: AbortSignal): Promise<OpenedStream> => {
  const rest = model.generateFinal(params, { signal, timed: false })[Symbol.asyncIterator]();
  const first = await rest.next();
  if (first.done || !startsLikeMp3(first.value.bytes)) {
    await rest.return?.();
    throw new ProviderError(model.provider, 'bad_response', 'did not begin with audio');
  }
  return { first: first.value.bytes, rest };
};

/**
 * Asks the vendor and waits for the first piece, so that what goes wrong early is still an honest status.
 * @throws ProviderError when it does not begin to speak.
 */
export const openStream = async (
  ctx: Pick<Context, 'clock'>,
  model: ModelAdapter,
  params: ResolvedSpeech,
  signal: AbortSignal,
): Promise<OpenedStream> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(model, params, signal);
    } catch (error) {
      const isLast = tries >= OPEN_TRIES_MAX || !(error instanceof ProviderError) || !error.isRetryable;
      // A vendor that asks for patience gets it from the caller: he is told, and not kept waiting.
      if (isLast || (error.retryAfterMs ?? 0) > RETRY_WAIT_MS) throw error;
      await ctx.clock.sleep(RETRY_WAIT_MS);
    }
  }
};

/** The status a caller sees for a vendor's failure. */
export const toVendorProblem = (error: ProviderError): AppError => {
  const isBusy = error.code === 'rate_limited' || error.code === 'unavailable' || error.code === 'timeout';
  return isBusy
    ? new AppError(
        'provider_unavailable',
        'The voice is not answering right now. Nothing was charged.',
        { retryAfterSeconds: Math.max(2, Math.ceil((error.retryAfterMs ?? 0) / 1_000)) },
        { cause: error },
      )
    : new AppError('provider_failed', 'The voice could not speak this. Nothing was charged.', {}, { cause: error });
};

/**
 * Passes an opened stream on and keeps a copy. The vendor is read to its end whatever the listener does: what was
 * paid for must be there when he comes back.
 * @returns the body for the listener, and the whole of it once the vendor is done (it rejects when the vendor breaks
 * off, and then the body errors too).
 */
export const passOn = (opened: OpenedStream): { body: ReadableStream<Uint8Array>; whole: Promise<Uint8Array[]> } => {
  let isListening = true;
  let listener: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      listener = controller;
      controller.enqueue(opened.first);
    },
    cancel() {
      isListening = false;
    },
  });
  const pump = async () => {
    const pieces = [opened.first];
    try {
      for (let next = await opened.rest.next(); !next.done; next = await opened.rest.next()) {
        pieces.push(next.value.bytes);
        if (isListening) listener?.enqueue(next.value.bytes);
      }
      if (isListening) listener?.close();
      return pieces;
    } catch (error) {
      if (isListening) listener?.error(error);
      throw error;
    }
  };
  return { body, whole: pump() };
};
