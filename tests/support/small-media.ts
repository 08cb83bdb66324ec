/** Pictures and sounds as people hand them over, small and made without a codec or written down. */

type Bytes = Uint8Array<ArrayBuffer>;

const decode = (base64: string): Bytes => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** 320 × 400 px of blue. */
export const smallJpeg = (): Bytes =>
  decode(
    '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABMAAEBAAAAAAAAAAAAAAAAAAAABQEBAQAAAAAAAAAAAAAAAAAAAAYQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAAAAAAAAAAAAAAAAD/wAARCAGQAUADASIAAhEAAxEA/9oADAMBAAIRAxEAPwCCAu06AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA//2Q==',
  );

/** 320 × 400 px of green. */
export const smallWebp = (): Bytes =>
  decode(
    'UklGRioBAABXRUJQVlA4IB4BAAAQHgCdASpAAZABPpFIoU0lpCMiICgAsBIJaW7hd2EbQAwwi5OQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99snIe+2TkPfbJyHvtk5D32ych77ZOQ99YAA/vY3/pLpchv//8Wh/bz/g1tVvdaGMCAAAAAAAAAAAAAAAAAA',
  );

/** 0.8 s of a tone at 8 kHz. */
export const smallM4a = (): Bytes =>
  decode(
    'AAAAHGZ0eXBNNEEgAAACAE00QSBpc29taXNvMgAAAAhmcmVlAAAEh21kYXQBGFKtUDTCkrn3b9/N3WXciSJJJJLl3Y2NsXY2xdjbFzFo3MWjcxaN0dmHR2xdHbF4u4t7K5p7K5p2NxbxdxbzV2TTVM01bNtYSmWUyytLK00uJpcTtWml1OmMr1b1WfJ5LnKvqe/JjMlEtEpEiJKJKJKBgYGBpZZZTcssqKWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWUDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDIgfAQCc2TobRLwVRLwVZLwU+3z//F/5/r1xxrU1vz/8fp/+H/n+PPHXGoj/4/P/p/8/XXHHGpGv/w/P/p/9/rjjrV3VjTM2GK5pplzL2NmyJ2RCy5cgV8YqPSKMJ1nOiqoxjUGjo6I6DdA6hQagTqoooNOKKKDTiihcdC5wMooLAVCwYmR6lx3xXYfojzznOdSlRqUqeeeeecTqnVOqeeeeeeeeeeeeeeeecCedU889R5RpLiwYlw+u/Ypzqh5p51c0/NzfLm5p594FHAES8ouihmN878fn/p/9uuONau5dyS1yLz3+8mAe8If+AM/uH/jMB76Af4AdCfcEPf30QgfBhn9yD/wYZ/eEP/DYd94Qf4bDvvoD/xmCffQD/GYJ99AP8Nh339wf4zBPvoD/x8Bfv7g+bMYe/oR/H4Dze88mFLzfwtX+PhJCokEgPDFJABC9SJJGcxcRBRhKQHAA7DKH5h46zvv9P/+X//HV6nG9aVfPPFXlxX7furYYL0L1F2/3b991N6m8pTQpv379+/fvvvvvvvpR7t+/fcpe++m/3YvahzZWC9kdAFCYvUCCyi9goEkLC+nOvYibQknfKKhQEIXsjhBUaUkxCwBcBABwAOoyhUhRszrlznf6f/6P/5b41bv4yc8a9+mLyZ8/qzBGbOaQvXN+bPJ+f9np/sSYScDAwMDcDA0YGBi7qMDM1ZkkyvgVJkFaAZhBMTGYQJQcAqEkCRYTtJEE6AFADOCBKUcAAuAAC4CAgOABGlKLwnMpvfrv/6f+373fF6ly5aWtE58rwfYD5/MDw+wHZ8zH8PsQ+fzA8PD7fYEPsQuk+fzA+1wHz3gfbaB8/mB9toHz+YH2+wHz+Zh9vsB8/mY/2+wHz+YH2+wHz+cZ/t9iT8/mB9tpJ+fzMf7fYJ+fWB9vsQ+fzjHz+Z/j4m3+h/j/B8/uFgf45KcJzfLQTFyECX46FNvAaNICIgOAAQKdsQl4Ksj8X4D8Pz+f/T/3/XrXXGr3rv/+lz+36+3Gtau71437/18/XF6uSQR3eepS8lKb72Fczlpe5aXuQeDzOQeY89pDzzz37DzzzzAHnnnnnqgJAWDOFjuiMZTaQzugIaPRn9D5znjNBoP8B/j/Af4/wH+P8B/j/AH+P8f4AP8f4/x/gAP8f4/x/j/C2sMhjePx4/Hx8fHx8fHx8fHx8fHx8fHx8cABGIG0cAAAAvZtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAADIAABAAABAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAACRXRyYWsAAABcdGtoZAAAAAMAAAAAAAAAAAAAAAEAAAAAAAADIAAAAAAAAAAAAAAAAQEAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAACRlZHRzAAAAHGVsc3QAAAAAAAAAAQAAAyAAAAQAAAEAAAAAAb1tZGlhAAAAIG1kaGQAAAAAAAAAAAAAAAAAAB9AAAAdAFXEAAAAAAAtaGRscgAAAAAAAAAAc291bgAAAAAAAAAAAAAAAFNvdW5kSGFuZGxlcgAAAAFobWluZgAAABBzbWhkAAAAAAAAAAAAAAAkZGluZgAAABxkcmVmAAAAAAAAAAEAAAAMdXJsIAAAAAEAAAEsc3RibAAAAGpzdHNkAAAAAAAAAAEAAABabXA0YQAAAAAAAAABAAAAAAAAAAAAAgAQAAAAAB9AAAAAAAA2ZXNkcwAAAAADgICAJQABAASAgIAXQBUAAAAAACbCAAAmwgWAgIAFFYhW5QAGgICAAQIAAAAgc3R0cwAAAAAAAAACAAAABwAABAAAAAABAAABAAAAABxzdHNjAAAAAAAAAAEAAAABAAAACAAAAAEAAAA0c3RzegAAAAAAAAAAAAAACAAAAPcAAADKAAAAkQAAAHMAAABrAAAAoAAAAKoAAAAFAAAAFHN0Y28AAAAAAAAAAQAAACwAAAAac2dwZAEAAAByb2xsAAAAAgAAAAH//wAAABxzYmdwAAAAAHJvbGwAAAABAAAACAAAAAEAAAA9dWR0YQAAADVtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABtZGlyYXBwbAAAAAAAAAAAAAAAAAhpbHN0',
  );

const join = (parts: readonly Uint8Array[]): Bytes => {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

const crcOf = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
};

const pngChunk = (name: string, body: Uint8Array): Bytes => {
  const named = join([new TextEncoder().encode(name), body]);
  return join([int32(body.length), named, int32(crcOf(named))]);
};

/** A PNG of stripes of grey. */
export const drawPng = async (width: number, height: number): Promise<Bytes> => {
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) rows.fill((y * 8) % 256, y * (width + 1) + 1, (y + 1) * (width + 1));
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'));
  const grey8 = Uint8Array.of(8, 0, 0, 0, 0);
  return join([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    pngChunk('IHDR', join([int32(width), int32(height), grey8])),
    pngChunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    pngChunk('IEND', new Uint8Array()),
  ]);
};

/** A WAV of one tone, of 16 bits and one channel. */
export const toneWav = (seconds: number, sampleRate = 16_000): Bytes => {
  const samples = Math.round(seconds * sampleRate);
  const bytes = new Uint8Array(44 + samples * 2);
  const view = new DataView(bytes.buffer);
  const write = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  write(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, samples * 2, true);
  for (let at = 0; at < samples; at += 1) {
    view.setInt16(44 + at * 2, 12_000 * Math.sin((2 * Math.PI * 330 * at) / sampleRate), true);
  }
  return bytes;
};
