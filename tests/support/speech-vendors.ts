import { env } from 'cloudflare:workers';
import { concatBytes } from '../../worker/media/concat-bytes.ts';
import type { MediaPiece, SpeechProvider, SpeechRequest, VendorWire } from '../../worker/providers/provider.ts';
import { SPEECH_VENDORS, type SpeechVendorId } from '../../worker/providers/vendors.ts';
import { type AudioFacts, probeMp3 } from '../../worker/services/assets/probe-audio.ts';

/** What the shared contract tests have to know of a vendor; the rest they ask its adapter. */
export type SpeechVendorRow = {
  id: SpeechVendorId;
  /** Two voices of different pace, and a language that the first speaks. */
  voice: string;
  otherVoice: string;
  language: string;
  /** A sentence of another language, and a voice that speaks it. */
  foreign: { voice: string; language: string; text: string };
  wrongKey: string;
  /** Its voices are written down, and no call lists them. */
  hasFixedVoices?: true;
  /** What it cannot speak it answers with silence, or with nothing. */
  refusesBySilence?: true;
};

export const SPEECH_VENDOR_ROWS: readonly SpeechVendorRow[] = [
  {
    id: 'unicorn',
    voice: 'bruno',
    otherVoice: 'clara',
    language: 'en',
    foreign: { voice: 'bruno', language: 'uk', text: 'Пором відпливає опівдні, а вночі повертається назад.' },
    wrongKey: 'sk_wrong_and_secret',
  },
  {
    id: 'elevenlabs',
    voice: 'pNInz6obpgDQGcFmaJgB',
    otherVoice: 'bIHbv24MWmeRgasZH58o',
    language: 'en',
    foreign: {
      voice: 'SandboxClone00000002',
      language: 'uk',
      text: 'Пором відпливає опівдні, а вночі повертається назад.',
    },
    wrongKey: 'sk_wrong_and_secret',
  },
  {
    id: 'openai',
    voice: 'onyx',
    otherVoice: 'verse',
    language: 'en',
    foreign: { voice: 'onyx', language: 'uk', text: 'Пором відпливає опівдні, а вночі повертається назад.' },
    wrongKey: 'sk-proj-wrong-and-secret',
    hasFixedVoices: true,
  },
  {
    id: 'azure',
    voice: 'en-US-GuyNeural',
    otherVoice: 'en-US-EmmaMultilingualNeural',
    language: 'en-us',
    foreign: {
      voice: 'uk-UA-OstapNeural',
      language: 'uk-ua',
      text: 'Пором відпливає опівдні, а вночі повертається назад.',
    },
    wrongKey: 'wrong-and-secret',
    refusesBySilence: true,
  },
  {
    id: 'minimax',
    voice: 'English_Trustworth_Man',
    otherVoice: 'English_radiant_girl',
    language: 'en',
    foreign: {
      voice: 'English_Trustworth_Man',
      language: 'uk',
      text: 'Пором відпливає опівдні, а вночі повертається назад.',
    },
    wrongKey: 'wrong-and-secret!',
  },
  {
    id: 'fal',
    voice: 'Brian',
    otherVoice: 'Will',
    language: 'en',
    foreign: { voice: 'Brian', language: 'uk', text: 'Пором відпливає опівдні, а вночі повертається назад.' },
    wrongKey: 'wrong and secret',
    hasFixedVoices: true,
  },
];

/** The vendor's adapter over the sandbox, with the key that the sandbox takes unless another is given. */
export const vendorAdapter = (
  id: SpeechVendorId,
  own: { apiKey?: string; baseUrl?: string; extras?: Record<string, string> } & Partial<
    Pick<VendorWire, 'fetch' | 'idleMs'>
  > = {},
): SpeechProvider => {
  const { baseUrl, sandboxKey, create } = SPEECH_VENDORS[id];
  const { fetch = (request: Request) => env.SANDBOX.fetch(request), idleMs = 10_000, apiKey = sandboxKey } = own;
  return create({
    credential: { baseUrl: own.baseUrl ?? baseUrl, apiKey, extras: own.extras ?? {} },
    wire: { provider: id, secret: apiKey, fetch, now: () => Date.now(), idleMs },
    isDemo: true,
  });
};

/** A plain request of the row's first voice. */
export const speechRequest = (
  row: Pick<SpeechVendorRow, 'voice' | 'language'>,
  text: string,
  own: Partial<SpeechRequest> = {},
): SpeechRequest => ({
  text,
  voice: row.voice,
  language: row.language,
  speed: 1,
  pitch: 0,
  volume: 100,
  quality: 'standard',
  format: 'mp3',
  bitrateKbps: 64,
  style: undefined,
  instructions: undefined,
  seed: undefined,
  previousText: undefined,
  nextText: undefined,
  tuning: {},
  ...own,
});

/** Everything that a call gives. */
export const collectSpeech = async (
  provider: SpeechProvider,
  request: SpeechRequest,
  options: { timed?: boolean; signal?: AbortSignal } = {},
): Promise<MediaPiece[]> => {
  const { timed = false, signal = new AbortController().signal } = options;
  const pieces: MediaPiece[] = [];
  for await (const piece of provider.synthesize(request, { timed, signal })) pieces.push(piece);
  return pieces;
};

/** The request that the adapter makes of a speech, which nobody answers. */
export const requestSentBy = async (
  id: SpeechVendorId,
  request: SpeechRequest,
  options: { timed?: boolean; extras?: Record<string, string> } = {},
): Promise<Request> => {
  const sent: Request[] = [];
  const provider = vendorAdapter(id, {
    ...(options.extras ? { extras: options.extras } : {}),
    fetch: async (one) => {
      sent.push(one);
      return new Response(null, { status: 400 });
    },
  });
  await collectSpeech(provider, request, { timed: options.timed ?? false }).catch(() => undefined);
  if (!sent[0]) throw new Error('nothing was sent');
  return sent[0];
};

export const audioOf = (pieces: readonly MediaPiece[]): Uint8Array => concatBytes(pieces.map((piece) => piece.bytes));

/** How long an MP3 lasts; fails where it is none. */
export const durationOf = async (pieces: readonly MediaPiece[]): Promise<number> => {
  const facts: AudioFacts | undefined = await probeMp3(audioOf(pieces));
  if (!facts) throw new Error('this is no MP3');
  return facts.durationMs;
};
