const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/** A WAV of one channel, of 16 bits. @param sampleAt whole numbers from -32,768 to 32,767 */
export const writeWav = (
  { rateHz, samples }: { rateHz: number; samples: number },
  sampleAt: (index: number) => number,
): Blob => {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + samples * SAMPLE_BYTES));
  const word = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  word(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + samples * SAMPLE_BYTES, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * SAMPLE_BYTES, true);
  view.setUint16(32, SAMPLE_BYTES, true);
  view.setUint16(34, 8 * SAMPLE_BYTES, true);
  word(36, 'data');
  view.setUint32(40, samples * SAMPLE_BYTES, true);
  for (let index = 0; index < samples; index += 1) {
    view.setInt16(HEADER_BYTES + index * SAMPLE_BYTES, sampleAt(index), true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
};
