import type { AspectRatio } from '../contract/images.ts';
import type { TokenUsage } from './chat-provider.ts';
import type { ImageType } from './picture.ts';

/** The request as an adapter takes it: everything decided. */
export type ImageRequest = {
  /** The vendor's own id of the model. */
  model: string;
  prompt: string;
  aspectRatio: AspectRatio;
  /** Of the first picture, 0 to 2³¹ − 1; the next ones have the numbers after it. The same seed and request look alike. */
  seed: number;
  /** 1 to 4. */
  count: number;
  /** A picture to go by: a `data:` URL of PNG, JPEG or WebP, or an https address that the vendor can reach. */
  reference: string | undefined;
};

/** A whole picture, as its own file says what it is. `index` counts from 0, in the order in which they were asked for. */
export type MadeImage = {
  index: number;
  seed: number;
  type: ImageType;
  widthPx: number;
  heightPx: number;
  /** Without what tells more than the picture does. */
  bytes: Uint8Array;
  usage: TokenUsage | null;
};

/** A vendor of pictures with one key. Every call throws only ProviderError. */
export type ImageProvider = {
  readonly id: string;
  /** Made by the sandbox and not by the vendor. */
  readonly isDemo: boolean;
  /**
   * The pictures as each is made, in any order. Each is paid for by itself, so those that are made are handed on also
   * where another fails; the first failure is thrown after them.
   */
  generateImages(request: ImageRequest, options: { signal: AbortSignal }): AsyncIterable<MadeImage>;
};
