import { BufferSource, EncodedPacket, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import createEncoder from '../../gen/h264.mjs';
import wasm from '../../gen/h264.wasm';

export type H264Packets = { config: VideoDecoderConfig; packets: EncodedPacket[] };

/** How often the pictures are compared with nothing, and so can be begun with. */
const SECONDS_PER_KEY_FRAME = 2;
/** A film of five minutes still fits where files are kept. */
const KBPS = 480;
const FASTEST = 10;

const LENGTH_BYTES = 4;
const UNIT_TYPE = 0x1f;
const IDR_UNIT = 5;

/** Whether a packet, of units that each have their length before them, can be begun with. */
const isKey = (data: Uint8Array): boolean => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at + LENGTH_BYTES < data.length; at += LENGTH_BYTES + view.getUint32(at)) {
    if ((view.getUint8(at + LENGTH_BYTES) & UNIT_TYPE) === IDR_UNIT) return true;
  }
  return false;
};

/** What the encoder wrote, which is a file of its own, as packets. */
const readPackets = async (file: Uint8Array): Promise<H264Packets> => {
  const input = new Input({ source: new BufferSource(file), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('The encoder wrote no video');
  const packets: EncodedPacket[] = [];
  // The file has no list of what can be begun with, and so calls every packet that.
  for await (const { data, timestamp, duration } of new EncodedPacketSink(track).packets()) {
    packets.push(new EncodedPacket(data, isKey(data) ? 'key' : 'delta', timestamp, duration));
  }
  return { config, packets };
};

/**
 * Encodes pictures, each when the one before is done.
 * @param options.width in pixels, of 16 each, as the height
 * @param drawFrame gives the pixels of one frame, which may be overwritten by the next
 */
export const encodeH264 = async (
  options: { width: number; height: number; fps: number; frames: number },
  drawFrame: (frame: number) => Promise<Uint8Array>,
): Promise<H264Packets> => {
  const { width, height, fps, frames } = options;
  const encoder = await createEncoder({
    instantiateWasm(imports, done) {
      // The glue is not ready for its instance before this call has returned.
      queueMicrotask(() => done(new WebAssembly.Instance(wasm, imports)));
      return {};
    },
  });
  try {
    Object.assign(encoder, {
      width,
      height,
      frameRate: fps,
      kbps: KBPS,
      speed: FASTEST,
      groupOfPictures: fps * SECONDS_PER_KEY_FRAME,
    });
    encoder.initialize();
    for (let frame = 0; frame < frames; frame += 1) encoder.addFrameRgba(await drawFrame(frame));
    encoder.finalize();
    return await readPackets(encoder.FS.readFile(encoder.outputFilename));
  } finally {
    encoder.delete();
  }
};
