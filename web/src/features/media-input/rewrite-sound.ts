import { UPLOAD_AUDIO_MAX_MS } from '../../../../worker/contract/limits.ts';
import { writeWav } from '../../audio/write-wav.ts';

/** All that is heard of a voice. */
const RATE_HZ = 24_000;
const FULL_SCALE = 32_767;
const SECOND_MS = 1_000;
/** More than this no page decodes at once: half an hour of music, or a film of some minutes. */
const READ_MAX_BYTES = 150 * 1024 * 1024;

const decode = async (file: File): Promise<AudioBuffer | undefined> => {
  if (file.size > READ_MAX_BYTES) return undefined;
  const bytes = await file.arrayBuffer();
  return new OfflineAudioContext(1, 1, RATE_HZ).decodeAudioData(bytes).catch(() => undefined);
};

const mix = (sound: AudioBuffer): ((index: number) => number) => {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel));
  return (index) => {
    const sum = channels.reduce((all, samples) => all + (samples[index] ?? 0), 0);
    return Math.round(Math.max(-1, Math.min(1, sum / channels.length)) * FULL_SCALE);
  };
};

/** The sound of any file that this browser can play, a film among them, as WAV; undefined for one that it cannot, or too long. */
export const rewriteSound = async (file: File): Promise<File | undefined> => {
  const sound = await decode(file);
  if (!sound || sound.length === 0 || sound.duration * SECOND_MS > UPLOAD_AUDIO_MAX_MS) return undefined;
  const wav = writeWav({ rateHz: sound.sampleRate, samples: sound.length }, mix(sound));
  return new File([wav], `${file.name.replace(/\.[^.]*$/, '')}.wav`, { type: wav.type });
};
