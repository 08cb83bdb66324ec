import { concatBytes } from '../../worker/media/concat-bytes.ts';
import { MP3_SOUND } from '../../worker/media/mp3/mp3-sound.ts';
import { type MediaPiece, ProviderError } from '../../worker/providers/provider.ts';
import { createProviders, type Providers } from '../../worker/providers/registry.ts';

/** Header of an MPEG-1 Layer III frame, mono, 128 kbit/s, 44.1 kHz, and the length that follows from it. */
const FRAME_HEADER = [0xff, 0xfb, 0x90, 0xc4];
const FRAME_BYTES = 417;
const FRAMES = 12;

/** A sound MP3 of about 300 ms of silence; `mark` stands in its last byte, so that two can be told apart. */
export const silence = (mark = 0): Uint8Array => {
  const bytes = new Uint8Array(FRAME_BYTES * FRAMES);
  for (let frame = 0; frame < FRAMES; frame += 1) bytes.set(FRAME_HEADER, frame * FRAME_BYTES);
  bytes[bytes.length - 1] = mark;
  return bytes;
};

/** The file that a single piece becomes: its frames with a header before them. */
export const wholeOf = async (piece: Uint8Array): Promise<Uint8Array> => {
  async function* read(bytes: Uint8Array) {
    yield bytes;
  }
  const clean = MP3_SOUND.clean(read(piece));
  const kept: Uint8Array[] = [];
  for await (const chunk of clean.bytes) kept.push(chunk);
  const plan = MP3_SOUND.plan([{ kind: 'speech', facts: clean.facts() }]);
  const chunks: Uint8Array[] = [];
  const open = async (_: number, { offset, length }: { offset: number; length: number }) =>
    read(concatBytes(kept).subarray(offset, offset + length));
  for await (const chunk of plan.join(open)) chunks.push(chunk);
  return concatBytes(chunks);
};

/** One call as a script sees it; `number` counts the calls of this provider from 1, `ownKey` is a person's own. */
export type SpeechCall = { text: string; number: number; ownKey: string | undefined };
/** What the vendor does: its pieces, or a throw. */
export type SpeechScript = (call: SpeechCall) => AsyncIterable<MediaPiece> | Promise<Uint8Array> | Uint8Array;

export type ScriptedProviders = Providers & { calls: SpeechCall[] };

async function* spokenBy(script: SpeechScript, call: SpeechCall): AsyncGenerator<MediaPiece> {
  const answer = await script(call);
  if (!(answer instanceof Uint8Array)) {
    yield* answer;
    return;
  }
  const half = answer.length >> 1;
  yield { bytes: answer.subarray(0, half), progress: { done: 1, total: 2 } };
  yield { bytes: answer.subarray(half), progress: { done: 2, total: 2 } };
}

/** Unicorn's catalog, abilities and prices, with a vendor that does what the script says. It speaks silence by default. */
export const scriptedProviders = (script: SpeechScript = (call) => silence(call.number)): ScriptedProviders => {
  const calls: SpeechCall[] = [];
  const providers = createProviders({
    accounts: {},
    sandboxFetch: () => Promise.reject(new Error('a scripted vendor answers without a call')),
    playsOwnKeys: true,
    now: () => Date.now(),
  });
  return {
    ...providers,
    calls,
    speech: (id, own) => ({
      ...providers.speech(id, own),
      synthesize: ({ text }) => {
        const call = { text, number: calls.length + 1, ownKey: own?.apiKey };
        calls.push(call);
        return spokenBy(script, call);
      },
    }),
  };
};

/** What a vendor's failure looks like to the engine. */
export const vendorError = (code: ProviderError['code'], retryAfterMs?: number): ProviderError =>
  new ProviderError('unicorn', code, 'as ordered by the test', retryAfterMs);
