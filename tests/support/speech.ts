import { type MediaPiece, ProviderError, type Stage } from '../../worker/providers/provider.ts';
import { type Providers, VENDOR_LISTS } from '../../worker/providers/registry.ts';
import { createSpeechModel } from '../../worker/providers/speech-model.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from '../../worker/providers/unicorn-catalog.ts';

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

/** One call as a script sees it; `number` counts the calls of this provider from 1. */
export type SpeechCall = { stage: Stage; text: string; number: number };
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

const PREVIEW_KBPS = 32;

/** Unicorn's catalog and prices, with a vendor that does what the script says. It speaks silence by default. */
export const scriptedProviders = (script: SpeechScript = (call) => silence(call.number)): ScriptedProviders => {
  const calls: SpeechCall[] = [];
  const model = createSpeechModel({
    id: 'unicorn',
    isDemo: true,
    synthesize: ({ text, bitrateKbps }) => {
      const stage: Stage = bitrateKbps === PREVIEW_KBPS ? 'preview' : 'final';
      const call = { stage, text, number: calls.length + 1 };
      calls.push(call);
      return spokenBy(script, call);
    },
  });
  const speech = () => {
    throw new Error('a scripted vendor is reached by its model');
  };
  return {
    calls,
    voices: UNICORN_VOICES,
    languages: UNICORN_LANGUAGES,
    ...VENDOR_LISTS,
    modelFor: () => model,
    speech,
  };
};

/** What a vendor's failure looks like to the engine. */
export const vendorError = (code: ProviderError['code'], retryAfterMs?: number): ProviderError =>
  new ProviderError('unicorn', code, 'as ordered by the test', retryAfterMs);
