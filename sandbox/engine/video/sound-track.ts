import { ALL_FORMATS, BufferSource, type EncodedPacket, EncodedPacketSink, Input } from 'mediabunny';
import { encodeAac, type SoundTrack } from './aac-encoder.ts';
import { readSound } from './sound.ts';

/**
 * The sound of a file as AAC: MP3, WAV, Opus and Vorbis are decoded and encoded, AAC is taken as it is.
 * @param max_seconds what comes after it is left out
 * @returns undefined for what is no sound, or of another codec
 */
export const readSoundTrack = async (
  bytes: Uint8Array<ArrayBuffer>,
  max_seconds: number,
): Promise<SoundTrack | undefined> => {
  try {
    const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const track = await input.getPrimaryAudioTrack();
    if (!track) return undefined;
    const sound = await readSound(track);
    if (sound) return await encodeAac(sound, max_seconds);
    const config = await track.getDecoderConfig();
    if (!config?.description || (await track.getCodec()) !== 'aac') return undefined;
    const packets: EncodedPacket[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.timestamp >= max_seconds) break;
      packets.push(packet);
    }
    const last = packets.at(-1);
    return last && { config, packets, seconds: Math.min(max_seconds, last.timestamp + last.duration) };
  } catch (error) {
    console.warn('A sound could not be read', error);
    return undefined;
  }
};
