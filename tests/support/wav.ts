import { joinBytes, type Sound, tone } from './tones.ts';

export type WavOptions = {
  sampleRateHz?: number;
  channels?: 1 | 2;
  bits?: 8 | 16 | 24 | 32;
  samples?: number;
  sound?: Sound;
  /** By its tag, or with the long header that says the same by a GUID. */
  tag?: number;
  /** Chunks before the samples and after them. */
  before?: Uint8Array[];
  after?: Uint8Array[];
  /** What the header says instead of the true size of the samples. */
  saysBytes?: number;
};

const ascii = (text: string) => new TextEncoder().encode(text);
const int = (value: number, bytes: 2 | 4): Uint8Array => {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 2) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
};

/** A chunk of a RIFF file, with the byte that follows an odd one. */
export const wavChunk = (id: string, body: Uint8Array, size = body.length): Uint8Array =>
  joinBytes(ascii(id), int(size, 4), body, new Uint8Array(size === body.length ? body.length % 2 : 0));

const PCM_GUID_REST = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const formatChunk = ({ sampleRateHz = 24_000, channels = 1, bits = 16, tag = 1 }: WavOptions): Uint8Array => {
  const block = (channels * bits) / 8;
  const plain = [int(tag, 2), int(channels, 2), int(sampleRateHz, 4), int(sampleRateHz * block, 4), int(block, 2)];
  const long = [int(22, 2), int(bits, 2), int(4, 4), int(1, 2), Uint8Array.from(PCM_GUID_REST)];
  return wavChunk('fmt ', joinBytes(...plain, int(bits, 2), ...(tag === 0xfffe ? long : [])));
};

/** A WAV as vendors write it. */
export const encodeWav = (options: WavOptions = {}): Uint8Array => {
  const { sampleRateHz = 24_000, channels = 1, bits = 16, samples = sampleRateHz, sound = tone() } = options;
  const data = new DataView(new ArrayBuffer((samples * channels * bits) / 8));
  for (let at = 0; at < samples * channels; at += 1) {
    const value = Math.round(sound(Math.floor(at / channels) / sampleRateHz) * (2 ** (bits - 1) - 1));
    if (bits === 8) data.setUint8(at, value + 128);
    else if (bits === 16) data.setInt16(at * 2, value, true);
    else if (bits === 24)
      [0, 8, 16].forEach((shift, byte) => void data.setUint8(at * 3 + byte, (value >> shift) & 255));
    else data.setInt32(at * 4, value, true);
  }
  const bytes = new Uint8Array(data.buffer);
  const body = joinBytes(
    ascii('WAVE'),
    formatChunk(options),
    ...(options.before ?? []),
    wavChunk('data', bytes, options.saysBytes),
    ...(options.after ?? []),
  );
  return joinBytes(ascii('RIFF'), int(options.saysBytes ?? body.length, 4), body);
};

/** Reads a WAV with the plain header of 44 bytes, strictly. Samples are those of the first channel, from -1 to 1. */
export const decodeWav = (file: Uint8Array) => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  const names = [text(0), text(8), text(12), text(36)].join();
  if (names !== 'RIFF,WAVE,fmt ,data') throw new Error(`no plain header: ${names}`);
  const [channels, rate, block, bits] = [
    view.getUint16(22, true),
    view.getUint32(24, true),
    view.getUint16(32, true),
    view.getUint16(34, true),
  ];
  const dataBytes = view.getUint32(40, true);
  const length = Math.min(dataBytes, file.length - 44);
  const read = (at: number): number => {
    if (bits === 8) return view.getUint8(at) - 128;
    if (bits === 16) return view.getInt16(at, true);
    return bits === 24 ? view.getUint16(at, true) + view.getInt8(at + 2) * 65_536 : view.getInt32(at, true);
  };
  const samples = Float32Array.from({ length: length / block }, (_, at) => read(44 + at * block) / 2 ** (bits - 1));
  return { riffBytes: view.getUint32(4, true), dataBytes, channels, sampleRate: rate, bits, samples };
};
