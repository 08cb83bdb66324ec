import type { SpeechVendorOptions } from './provider.ts';

/** What such a vendor is made from: the same as a vendor of speech. */
export type LongVendorOptions = SpeechVendorOptions;

/** How far a piece of work is. `progress` goes from 0 to 1; null is what the vendor does not say. */
export type LongStatus =
  | { state: 'queued'; queuePosition: number | null }
  | { state: 'running'; progress: number | null }
  /** Done or failed: its result says which. */
  | { state: 'done' };

/**
 * A vendor whose work takes minutes: it is handed over once, and its result is fetched when it is done. Every call throws
 * only ProviderError. A submit that was answered is paid for: it is looked for by its id, and never submitted again.
 */
export type LongVendor<Input, Made> = {
  readonly id: string;
  /** Made by the sandbox and not by the vendor. */
  readonly isDemo: boolean;
  /** @param options.webhookUrl hears when it is done; without one it has to be looked for */
  submit(input: Input, options: { signal: AbortSignal; webhookUrl?: string }): Promise<{ requestId: string }>;
  status(requestId: string, signal: AbortSignal): Promise<LongStatus>;
  /** @throws ProviderError rejected for work that failed by its input, unavailable while it is not done */
  result(requestId: string, signal: AbortSignal): Promise<Made>;
  /** Whether the vendor gives it up; false where it is done, or not known. */
  cancel(requestId: string, signal: AbortSignal): Promise<boolean>;
};

/** A film that a vendor has made, which still lies with him. */
export type MadeVideo = {
  contentType: 'video/mp4';
  /** As the vendor says. */
  sizeBytes: number | null;
  seconds: number | null;
  /** What it cost, in the vendor's own units. */
  billedUnits: number | null;
  /** Its bytes, fetched anew by every call. @throws ProviderError bad_response for what is no whole MP4 */
  read(signal: AbortSignal): AsyncIterable<Uint8Array>;
};
