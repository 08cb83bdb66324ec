import { sniffUploadType, type UPLOAD_TYPES } from '../contract/upload-types.ts';
import type { ImageFacts } from '../media/image/image-facts.ts';
import { readJpeg } from '../media/image/read-jpeg.ts';
import { readPng } from '../media/image/read-png.ts';
import { readWebp } from '../media/image/read-webp.ts';

export type ImageType = (typeof UPLOAD_TYPES)['image'][number];

const READERS: Readonly<Record<ImageType, (bytes: Uint8Array) => ImageFacts | undefined>> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
};

const isImage = (type: string | undefined): type is ImageType => type !== undefined && Object.hasOwn(READERS, type);

/** Takes a whole PNG, JPEG or WebP apart, whatever it is called. Undefined for anything else, and for half of one. */
export const readImage = (bytes: Uint8Array): (ImageFacts & { type: ImageType }) | undefined => {
  const type = sniffUploadType(bytes);
  const facts = isImage(type) ? READERS[type](bytes) : undefined;
  return isImage(type) && facts ? { type, ...facts } : undefined;
};
