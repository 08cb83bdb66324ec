import { readBoxes } from './boxes.ts';

/** What stands before the boxes of an entry of `stsd`, its own header included. */
const PICTURE_FIELDS_BYTES = 8 + 78;
const SOUND_FIELDS_BYTES = 8 + 28;
/** Version and flags of `esds`. */
const FULL_BYTES = 4;
/** Descriptors of MPEG-4, one in the other, with what each has before the next. */
const NESTED: Readonly<Record<number, number>> = { 3: 3, 4: 13 };
const DECODER_CONFIG = 5;

/** The decoder's own configuration out of `esds`; what else stands there, as the bitrate, tells nothing of it. */
const readDecoderConfig = (esds: Uint8Array): Uint8Array => {
  for (let at = FULL_BYTES; at < esds.length; ) {
    const tag = esds[at] ?? 0;
    let length = 0;
    do {
      at += 1;
      length = (length << 7) | ((esds[at] ?? 0) & 0x7f);
    } while ((esds[at] ?? 0) & 0x80);
    at += 1;
    if (tag === DECODER_CONFIG) return esds.subarray(at, at + length);
    at += NESTED[tag] ?? esds.length;
  }
  return esds;
};

/**
 * What a decoder has to know of a track: two with the same may follow one another in one stream.
 * @param description an entry of `stsd`
 * @throws FilmError where a box in it has no end
 */
export const readCodecConfig = (description: Uint8Array, kind: 'picture' | 'sound'): Uint8Array => {
  const boxes = readBoxes(description.subarray(kind === 'picture' ? PICTURE_FIELDS_BYTES : SOUND_FIELDS_BYTES));
  const config = boxes.find(({ name }) => /^(?:avcC|hvcC|av1C|vpcC|esds|dOps)$/.test(name));
  if (!config) return description;
  return config.name === 'esds' ? readDecoderConfig(config.body) : config.body;
};
