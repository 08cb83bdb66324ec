import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import type { SoundTrack } from './aac-encoder.ts';
import { encodeH264, type H264Packets } from './h264-encoder.ts';
import type { Picture } from './picture.ts';
import { Scene } from './scene.ts';

const FPS = 12;
/** A film that is longer is this one over and over: the picture comes closer and goes back, so that no seam is seen. */
const ROUND_SECONDS = 10;
/** So many frames may be made before others get their turn. */
const FRAMES_PER_TURN = 3;

/** How close the picture is: over a round there and back, over less only there. */
const closenessAt = (frame: number, frames: number, isRound: boolean): number =>
  isRound ? 1 - Math.abs((2 * frame) / frames - 1) : frame / frames;

/** Frames up to the end of the film. The first of a round needs none before it, so a round may follow itself. */
function* layOut(packets: readonly EncodedPacket[], frames: number, seconds: number): Generator<EncodedPacket> {
  for (let frame = 0; frame < frames; frame += 1) {
    const packet = packets[frame % packets.length];
    const at = frame / FPS;
    if (packet) yield new EncodedPacket(packet.data, packet.type, at, Math.min(1 / FPS, seconds - at));
  }
}

const mux = async (picture: H264Packets, frames: number, seconds: number, sound: SoundTrack | undefined) => {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const video = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(video);
  const audio = new EncodedAudioPacketSource('aac');
  if (sound) output.addAudioTrack(audio);
  await output.start();
  const play = async (): Promise<void> => {
    for (const packet of layOut(picture.packets, frames, seconds)) {
      await video.add(packet, { decoderConfig: picture.config });
    }
    video.close();
  };
  const speak = async ({ packets, config }: SoundTrack): Promise<void> => {
    for (const packet of packets) await audio.add(packet, { decoderConfig: config });
    audio.close();
  };
  // Both at once: the file holds them side by side, and each waits for the other.
  await Promise.all([play(), sound && speak(sound)]);
  await output.finalize();
  if (!target.buffer) throw new Error('No file was written');
  return new Uint8Array(target.buffer);
};

/**
 * An MP4 of a picture that comes slowly closer, with a sound from its first moment on.
 * @param seconds how long it lasts
 * @param tell hears how much of it is done, from 0 to 1
 */
export const makeVideo = async (
  picture: Picture,
  { seconds, sound, tell }: { seconds: number; sound?: SoundTrack; tell: (done: number) => Promise<void> },
): Promise<Uint8Array<ArrayBuffer>> => {
  const scene = new Scene(picture);
  const { width, height } = scene;
  const total = Math.ceil(seconds * FPS);
  const isRound = seconds > ROUND_SECONDS;
  const frames = isRound ? ROUND_SECONDS * FPS : total;
  const packets = await encodeH264({ width, height, fps: FPS, frames }, async (frame) => {
    if (frame % FRAMES_PER_TURN === 0) await scheduler.wait(0);
    await tell(frame / frames);
    return scene.draw(closenessAt(frame, frames, isRound));
  });
  return mux(packets, total, seconds, sound);
};
