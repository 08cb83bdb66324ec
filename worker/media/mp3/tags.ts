import { type FrameHeader, HEADER_BYTES, sideInfoBytes } from './header.ts';

const ID3V2_HEADER_BYTES = 10;
const ID3V2_FOOTER_FLAG = 0x10;
const ID3V1_BYTES = 128;
const APE_HEADER_BYTES = 32;
const isAt = (bytes: Uint8Array, at: number, text: string): boolean => {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
};

/**
 * Length of the ID3v2, ID3v1 or APEv2 tag that begins here; 0 when none does.
 * @param view at least 8 bytes
 * @returns undefined when the view is too short to tell
 */
export const tagBytes = (view: Uint8Array): number | undefined => {
  if (isAt(view, 0, 'TAG')) return ID3V1_BYTES;
  if (isAt(view, 0, 'ID3')) {
    if (view.length < ID3V2_HEADER_BYTES) return undefined;
    const [, , , , , flags = 0, a = 0, b = 0, c = 0, d = 0] = view;
    // Seven bits to the byte.
    const body = ((a & 127) << 21) | ((b & 127) << 14) | ((c & 127) << 7) | (d & 127);
    return ID3V2_HEADER_BYTES + body + (flags & ID3V2_FOOTER_FLAG ? ID3V2_HEADER_BYTES : 0);
  }
  if (isAt(view, 0, 'APETAGEX')) {
    if (view.length < APE_HEADER_BYTES) return undefined;
    const body = new DataView(view.buffer, view.byteOffset).getUint32(12, true);
    return APE_HEADER_BYTES + body;
  }
  return 0;
};

/** Length of what stands before Fraunhofer's VBRI header, whatever the format. */
const VBRI_SIDE_BYTES = 32;
/** Bytes of the Xing header's optional fields, by the bits of its flags: frames, bytes, table of contents, quality. */
const XING_FIELDS = [4, 4, 100, 4];
const XING_HEADER_BYTES = 8;
const LAME_ENCODER_BYTES = 9;
const LAME_DELAY_AT = 21;

/** A frame that holds no sound but facts on the others, which no longer hold once they are joined to more. */
export type InfoFrame = { delaySamples: number | null; paddingSamples: number | null };

/** Whether a header of this name stands behind side information of zeros: no frame of sound begins so by chance. */
const isNamed = (frame: Uint8Array, name: string, at: number, sideBytes: number): boolean =>
  isAt(frame, at, name) && frame.subarray(at - sideBytes, at).every((byte) => byte === 0);

/** Reads a Xing, Info or VBRI frame with the delay of LAME's extension; undefined for a frame of sound. */
export const readInfoFrame = (frame: Uint8Array, header: FrameHeader): InfoFrame | undefined => {
  const unknown: InfoFrame = { delaySamples: null, paddingSamples: null };
  if (isNamed(frame, 'VBRI', HEADER_BYTES + VBRI_SIDE_BYTES, VBRI_SIDE_BYTES)) return unknown;
  // Some writers announce a checksum and leave no room for it.
  const sideBytes = sideInfoBytes(header);
  const at = [HEADER_BYTES + sideBytes, header.mainDataAt].find(
    (place) => isNamed(frame, 'Xing', place, sideBytes) || isNamed(frame, 'Info', place, sideBytes),
  );
  if (at === undefined) return undefined;
  const flags = frame[at + XING_HEADER_BYTES - 1] ?? 0;
  const fields = XING_FIELDS.reduce((sum, bytes, bit) => sum + (flags & (1 << bit) ? bytes : 0), 0);
  const lame = at + XING_HEADER_BYTES + fields;
  const hasEncoder = frame.subarray(lame, lame + LAME_ENCODER_BYTES).some((byte) => byte > 0x20);
  const [a, b, c] = frame.subarray(lame + LAME_DELAY_AT, lame + LAME_DELAY_AT + 3);
  if (!hasEncoder || a === undefined || b === undefined || c === undefined) return unknown;
  return { delaySamples: (a << 4) | (b >> 4), paddingSamples: ((b & 15) << 8) | c };
};
