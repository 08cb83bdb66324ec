import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { SoundError } from '../../media/sound-error.ts';
import type { LivePart, SoundFacts, SoundFormat } from '../../media/sound-format.ts';
import { type CallFacts, NO_FACTS, withFactsOf } from '../../providers/call-facts.ts';
import { type MediaPiece, ProviderError, type WordTime } from '../../providers/provider.ts';
import { isKeyOut } from '../jobs/call-vendor.ts';

/** A listener waits: one quick second try, and no more. */
const OPEN_TRIES_MAX = 2;
const RETRY_WAIT_MS = 300;

/** What is spoken one after the other: a call that is made when its turn comes, or a silence. */
export type LiveStep =
  | { kind: 'speech'; text: string; speak: () => AsyncIterable<MediaPiece> }
  | { kind: 'pause'; durationMs: number };

/** A step as it was heard in the end. */
export type HeardStep =
  | { kind: 'speech'; text: string; bytes: Uint8Array; facts: SoundFacts; words: WordTime[]; call: CallFacts }
  | { kind: 'pause'; durationMs: number };

/** A stream of sound whose first bytes have arrived. `heard` is whole when the stream has been read to its end. */
export type OpenedStream = { first: Uint8Array; rest: AsyncIterator<Uint8Array>; heard: readonly HeardStep[] };

/** A call that is under way, before anybody reads what it says. */
type Prefetch = { pieces: AsyncIterable<MediaPiece>; callOff: () => Promise<unknown> };

const prefetch = (source: AsyncIterable<MediaPiece>): Prefetch => {
  const iterator = source[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever reads it hears of a failure; until then nobody does, and it is no unhandled one.
  first.catch(() => undefined);
  async function* read() {
    for (let step = await first; !step.done; step = await iterator.next()) yield step.value;
  }
  return { pieces: read(), callOff: async () => iterator.return?.() };
};

const cleanWhole = async (
  sound: SoundFormat,
  spoken: readonly Uint8Array[],
): Promise<{ bytes: Uint8Array; facts: SoundFacts }> => {
  async function* read() {
    yield* spoken;
  }
  const clean = sound.clean(read());
  const chunks: Uint8Array[] = [];
  for await (const chunk of clean.bytes) chunks.push(chunk);
  return { bytes: concatBytes(chunks), facts: clean.facts() };
};

/** The steps as parts; each call is made as soon as the one before it has begun to answer. What is heard is kept. */
async function* inTurn(sound: SoundFormat, steps: readonly LiveStep[], heard: HeardStep[]): AsyncGenerator<LivePart> {
  const begun = new Map<LiveStep, Prefetch>();
  const begin = (step: Extract<LiveStep, { kind: 'speech' }>): Prefetch => {
    const call = begun.get(step) ?? prefetch(step.speak());
    begun.set(step, call);
    return call;
  };
  async function* listen(step: Extract<LiveStep, { kind: 'speech' }>, following: readonly LiveStep[]) {
    const next = following.find((candidate) => candidate.kind === 'speech');
    const words: WordTime[] = [];
    const spoken: Uint8Array[] = [];
    let call = NO_FACTS;
    for await (const piece of begin(step).pieces) {
      if (next) begin(next);
      if (piece.words) words.push(...piece.words);
      call = withFactsOf(call, piece);
      spoken.push(piece.bytes);
      yield piece.bytes;
    }
    // What is joined while it is heard is what the vendor sent; what is kept are its samples, packets or frames alone.
    const { bytes, facts } = await cleanWhole(sound, spoken);
    heard.push({ kind: 'speech', text: step.text, bytes, facts, words, call });
  }
  try {
    for (const [index, step] of steps.entries()) {
      if (step.kind === 'pause') heard.push(step);
      yield step.kind === 'pause' ? step : { kind: 'speech', bytes: listen(step, steps.slice(index + 1)) };
    }
  } finally {
    // What was called and will not be heard: the vendor need not speak on.
    for (const { callOff } of begun.values()) await callOff();
  }
}

/** What is no sound is the vendor's fault, wherever in the stream it shows. */
const toProviderError = (provider: string, error: unknown): unknown =>
  error instanceof SoundError
    ? new ProviderError(provider, 'bad_response', 'did not deliver sound that can be played', undefined, {
        cause: error,
      })
    : error;

const openOnce = async (provider: string, sound: SoundFormat, steps: readonly LiveStep[]): Promise<OpenedStream> => {
  const heard: HeardStep[] = [];
  const joined = sound.joinLive(inTurn(sound, steps, heard));
  async function* read() {
    try {
      yield* joined;
    } catch (error) {
      throw toProviderError(provider, error);
    }
  }
  const rest = read();
  const first = await rest.next();
  if (first.done) throw new ProviderError(provider, 'bad_response', 'did not begin with audio');
  return { first: first.value, rest, heard };
};

/**
 * Asks the vendor and waits for the first sound, so that what goes wrong early is still an honest status.
 * @param input.steps of the text, in order; the next call is made while the one before it is heard
 * @param input.hasWay whether there is another key when one was refused
 * @throws ProviderError when it does not begin to speak.
 */
export const openStream = async (
  ctx: Pick<Context, 'clock'>,
  input: { provider: string; sound: SoundFormat; steps: readonly LiveStep[]; hasWay: () => Promise<boolean> },
): Promise<OpenedStream> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(input.provider, input.sound, input.steps);
    } catch (error) {
      if (tries >= OPEN_TRIES_MAX || !(error instanceof ProviderError)) throw error;
      if (!error.isRetryable && !(isKeyOut(error) && (await input.hasWay()))) throw error;
      // A vendor that asks for patience gets it from the caller: he is told, and not kept waiting.
      if ((error.retryAfterMs ?? 0) > RETRY_WAIT_MS && !(await input.hasWay())) throw error;
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
 * Passes an opened stream on. The vendor is read to its end whatever the listener does: what was paid for must be there
 * when he comes back.
 * @returns the body for the listener, and all that was heard once the vendor is done (it rejects when the vendor breaks
 * off, and then the body errors too).
 */
export const passOn = (
  opened: OpenedStream,
): { body: ReadableStream<Uint8Array>; whole: Promise<readonly HeardStep[]> } => {
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
    try {
      for (let next = await opened.rest.next(); !next.done; next = await opened.rest.next()) {
        if (isListening) listener?.enqueue(next.value);
      }
      if (isListening) listener?.close();
      return opened.heard;
    } catch (error) {
      if (isListening) listener?.error(error);
      throw error;
    }
  };
  return { body, whole: pump() };
};
