import type { Module } from '../contract/jobs.ts';
import type { SpeechParams, Voice } from '../contract/speech.ts';

export type ProviderErrorCode =
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'bad_response'
  | 'rejected'
  | 'unauthorized';

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

  /** A rejected request or a refused key will not get better by asking again. */
  get isRetryable(): boolean {
    return this.code !== 'rejected' && this.code !== 'unauthorized';
  }
}

/** The request as an adapter takes it: everything decided, nothing optional. */
export type SpeechRequest = {
  text: string;
  /** The vendor's own id of the voice. */
  voice: string;
  language: string;
  /** 1 is the voice's own pace. */
  speed: number;
  /** Semitones. */
  pitch: number;
  /** Percent of full scale. */
  volume: number;
  quality: 'standard' | 'high';
  bitrateKbps: number;
};

/** A piece of one audio stream. `done` and `total` count characters where the vendor tells. */
export type MediaPiece = { bytes: Uint8Array; progress?: { done: number; total: number } };

/** How a call is made: `signal` ends it; `progress` asks for pieces that tell how far it is. */
export type CallOptions = { signal: AbortSignal; progress: boolean };

/** A vendor of speech. The pieces are one MP3 stream, in order. Iterating throws only ProviderError. */
export type SpeechProvider = {
  readonly id: string;
  /** Made by the sandbox and not by the vendor. */
  readonly isDemo: boolean;
  readonly voices: readonly Voice[];
  synthesize(request: SpeechRequest, options: CallOptions): AsyncIterable<MediaPiece>;
};

/** Parameters with every default filled in. */
export type ResolvedSpeech = { [Key in keyof SpeechParams]-?: Exclude<SpeechParams[Key], undefined> };

export type Stage = 'preview' | 'final';

/** One model behind one module (PROV-02): the same two stages whatever the vendor. */
export type ModelAdapter = {
  readonly modelId: string;
  readonly module: Module;
  readonly provider: string;
  readonly isDemo: boolean;
  readonly media: { contentType: string; extension: string; generation: 'chat' | 'image' | 'audio' | 'video' };
  generatePreview(params: ResolvedSpeech, options: CallOptions): AsyncIterable<MediaPiece>;
  generateFinal(params: ResolvedSpeech, options: CallOptions): AsyncIterable<MediaPiece>;
};
