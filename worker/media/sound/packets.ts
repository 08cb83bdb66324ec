import {
  type AudioCodec,
  BufferSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputFormat,
  MP3,
  MP4,
  OGG,
  WAVE,
} from 'mediabunny';

const FORMATS = {
  'audio/mpeg': MP3,
  'audio/wav': WAVE,
  'audio/mp4': MP4,
  'audio/ogg': OGG,
} satisfies Record<string, InputFormat>;

/** Types of files with sound that are taken apart. */
export type SoundFileType = keyof typeof FORMATS;

/** A file of sound, opened. */
export const openSound = (bytes: Uint8Array, type: SoundFileType): Input =>
  new Input({ formats: [FORMATS[type]], source: new BufferSource(bytes) });

/** The sound of a file as its encoder packed it, in order. */
export type SoundPackets = {
  codec: AudioCodec;
  config: AudioDecoderConfig;
  packets: readonly EncodedPacket[];
};

/** Takes a file of sound apart. @returns undefined for what is none, or of a codec that is not known */
export const readPackets = async (bytes: Uint8Array, type: SoundFileType): Promise<SoundPackets | undefined> => {
  const input = openSound(bytes, type);
  try {
    const track = await input.getPrimaryAudioTrack();
    const [codec, config] = [await track?.getCodec(), await track?.getDecoderConfig()];
    if (!track || !codec || !config) return undefined;
    const packets: EncodedPacket[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
    return { codec, config, packets };
  } catch {
    // The parser throws for anything that is not its format; that is the answer, not an accident.
    return undefined;
  } finally {
    input.dispose();
  }
};

export const isPcm = (codec: AudioCodec): boolean => codec.startsWith('pcm-') || codec === 'ulaw' || codec === 'alaw';
