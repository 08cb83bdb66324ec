const RATE_HZ = 8_000;
const HEADER_BYTES = 44;

/** A few seconds of a swelling tone as a WAV file, so that the gallery can sound without asking anyone. */
export const toneWav = (seconds: number): Blob => {
  const samples = seconds * RATE_HZ;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + samples * 2));
  const word = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  word(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + samples * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE_HZ, true);
  view.setUint32(28, RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1) {
    const at = index / RATE_HZ;
    const swell = Math.abs(Math.sin(at * 2.1)) * Math.abs(Math.sin(at * 5.3 + 1));
    const wave = Math.sin(2 * Math.PI * 196 * at) + 0.4 * Math.sin(2 * Math.PI * 294 * at);
    view.setInt16(HEADER_BYTES + index * 2, wave * swell * 9_000, true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
};
