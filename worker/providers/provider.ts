import type { AudioFormat, Voice } from '../contract/speech.ts';
import type { TEXT_UNITS } from '../contract/vendors.ts';

export type ProviderErrorCode =
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'bad_response'
  | 'rejected'
  | 'unauthorized'
  /** The key is good, but the account behind it has nothing left to spend. */
  | 'exhausted';

/** What a vendor did wrong, in one vocabulary for all of them. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  constructor(
    readonly provider: string,
    readonly code: ProviderErrorCode,
    message: string,
    /** From the vendor's `Retry-After`, in ms. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(`${provider}: ${message}`, options);
  }

  /** A rejected request, a refused key or an empty account will not get better by asking again. */
  get isRetryable(): boolean {
    return this.code !== 'rejected' && this.code !== 'unauthorized' && this.code !== 'exhausted';
  }
}

/**
 * The request as an adapter takes it: everything decided. What the vendor does not take (see `capabilities`) is
 * ignored; a number outside the vendor's own range is moved to the nearest end of it.
 */
export type SpeechRequest = {
  text: string;
  /** The vendor's own id of the voice. */
  voice: string;
  /** A BCP 47 tag, one of the voice's. */
  language: string;
  /** 1 is the voice's own pace. */
  speed: number;
  /** Semitones. */
  pitch: number;
  /** Percent of full scale. */
  volume: number;
  quality: 'standard' | 'high';
  format: AudioFormat;
  /** Of a format that has one; a vendor with steps gives the highest that is not above it. */
  bitrateKbps: number;
  /** One of the voice's `styles`. */
  style: string | undefined;
  /** How to speak, in plain words. */
  instructions: string | undefined;
  /** The same seed and request sound alike. */
  seed: number | undefined;
  /** What stands before and after the text in the whole script, so that the melody goes on across pieces. */
  previousText: string | undefined;
  nextText: string | undefined;
  /** Settings that only this vendor has, by the ids of `capabilities.tuning`. */
  tuning: Readonly<Record<string, number>>;
};

/** A spoken word and its place in the stream, in whole ms from the start of it. */
export type WordTime = { text: string; startMs: number; endMs: number };

/** A piece of one audio stream. `done` and `total` count characters where the vendor tells. */
export type MediaPiece = {
  bytes: Uint8Array;
  words?: readonly WordTime[];
  progress?: { done: number; total: number };
  /** By which key of the house it is, and how soon it began to speak; told with the first piece. */
  call?: { keyId: string | null; firstByteMs: number };
  /** What the call should cost by the request, and what the vendor says it did, in his units. Told once, if at all. */
  bill?: { expectedUnits: number; billedUnits: number };
};

/** How a call is made: `signal` ends it; `timed` asks for progress and word times where the vendor gives them. */
export type CallOptions = { signal: AbortSignal; timed: boolean };

type Range = { min: number; max: number };

/** Which controls a vendor takes, and how far each goes; null is one it does not have. */
export type SpeechCapabilities = {
  speed: Range | null;
  pitch: Range | null;
  volume: Range | null;
  instructions: { maxChars: number } | null;
  seed: boolean;
  /** Takes `previousText` and `nextText`. */
  context: boolean;
  /** A timed call tells when each word is spoken. */
  wordTimes: boolean;
  /** Quality `high` is another rendering and not just another price. */
  highQuality: boolean;
  formats: readonly AudioFormat[];
  tuning: readonly (Range & { id: string; default: number })[];
};

export type TextUnit = (typeof TEXT_UNITS)[number];

/** How much one call takes, in the vendor's own unit, and how many calls of one key may run at once. */
export type SpeechLimits = { maxPerCall: number; unit: TextUnit; maxConcurrentCalls: number };

/** A voice as its vendor lists it for a key. */
export type VendorVoice = {
  /** The vendor's own id. */
  voiceId: string;
  name: string;
  gender: Voice['gender'];
  /** One short sentence, or empty where the vendor says nothing. */
  description: string;
  /** BCP 47 tags in lower case, the voice's own language first. */
  languages: readonly string[];
  /** Ways of speaking that `SpeechRequest.style` may name. */
  styles: readonly string[];
  /** The vendor's own labels: accent, age, use case. */
  labels: Readonly<Record<string, string>>;
  /** Where the vendor keeps a recording of it. */
  previewUrl: string | null;
  /** A clone that the owner of the key has made. */
  isCloned: boolean;
};

/** A vendor of speech with one key. Every call throws only ProviderError. */
export type SpeechProvider = {
  readonly id: string;
  /** Made by the sandbox and not by the vendor. */
  readonly isDemo: boolean;
  readonly capabilities: SpeechCapabilities;
  /** The limits of the model that this request would be spoken by. */
  limitsFor(request: Pick<SpeechRequest, 'voice' | 'quality' | 'instructions'>): SpeechLimits;
  /** Every voice of the key, cloned ones too. */
  listVoices(signal: AbortSignal): Promise<VendorVoice[]>;
  /** Whether the vendor takes the key, by a call that costs nothing. Throws when he does not say. */
  checkKey(signal: AbortSignal): Promise<boolean>;
  /** Reads the vendor's own recording of a voice, from where `previewUrl` says; a vendor without any has no such call. */
  readPreview?(address: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** The pieces are one stream of the asked format, in order. */
  synthesize(request: SpeechRequest, options: CallOptions): AsyncIterable<MediaPiece>;
};

/** How a vendor is reached with one key. */
export type VendorCredential = {
  /** Where the API stands, without a slash at its end. */
  baseUrl: string;
  apiKey: string;
  /** What else a vendor wants to know of an account, such as MiniMax's group. */
  extras: Readonly<Record<string, string>>;
};

/** What lies under an adapter. */
export type VendorWire = {
  provider: string;
  /** The key, which no error may repeat. */
  secret: string;
  fetch: (request: Request) => Promise<Response>;
  now: () => number;
  /** A vendor that sends nothing for so long has stalled. */
  idleMs: number;
};

/** What an adapter is made from. */
export type SpeechVendorOptions = { credential: VendorCredential; wire: VendorWire; isDemo: boolean };
