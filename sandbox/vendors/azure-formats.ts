import type { SoundFormat } from './narration.ts';

/** How an answer is made: `riff` is PCM with a header, sent as a whole. */
export type AzureFormat = { content_type: string; sound: SoundFormat; riff: boolean; high_fidelity: boolean };

const MP3: Readonly<Record<string, Extract<SoundFormat, { codec: 'mp3' }>>> = {
  'audio-16khz-32kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 16_000, bitrate_kbps: 32 },
  'audio-16khz-64kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 16_000, bitrate_kbps: 64 },
  'audio-16khz-128kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 16_000, bitrate_kbps: 128 },
  'audio-24khz-48kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 24_000, bitrate_kbps: 48 },
  'audio-24khz-96kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 24_000, bitrate_kbps: 96 },
  'audio-24khz-160kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 24_000, bitrate_kbps: 160 },
  'audio-48khz-96kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 48_000, bitrate_kbps: 96 },
  'audio-48khz-192kbitrate-mono-mp3': { codec: 'mp3', sample_rate: 48_000, bitrate_kbps: 192 },
};

/** Of a variable bitrate, of which the vendor says nothing. */
const OPUS: Readonly<Record<string, Extract<SoundFormat, { codec: 'opus' }>>> = {
  'ogg-16khz-16bit-mono-opus': { codec: 'opus', sample_rate: 16_000, bitrate_kbps: 32 },
  'ogg-24khz-16bit-mono-opus': { codec: 'opus', sample_rate: 24_000, bitrate_kbps: 48 },
  'ogg-48khz-16bit-mono-opus': { codec: 'opus', sample_rate: 48_000, bitrate_kbps: 96 },
};

const PCM = /^(raw|riff)-(8khz|16khz|22050hz|24khz|44100hz|48khz)-16bit-mono-pcm$/;

const HIGH_FIDELITY_HZ = 48_000;

/** Whether it speaks is another matter: of the vendor's formats, these are made here. */
export const findAzureFormat = (name: string): AzureFormat | undefined => {
  const mp3 = Object.hasOwn(MP3, name) ? MP3[name] : undefined;
  if (mp3) {
    const high_fidelity = mp3.sample_rate === HIGH_FIDELITY_HZ;
    return { content_type: 'audio/mpeg', sound: mp3, riff: false, high_fidelity };
  }
  const opus = Object.hasOwn(OPUS, name) ? OPUS[name] : undefined;
  if (opus) {
    const high_fidelity = opus.sample_rate === HIGH_FIDELITY_HZ;
    return { content_type: 'audio/ogg; codecs=opus', sound: opus, riff: false, high_fidelity };
  }
  const [, container, rate = ''] = PCM.exec(name) ?? [];
  if (!container) return undefined;
  const sample_rate = Number.parseInt(rate, 10) * (rate.endsWith('khz') ? 1_000 : 1);
  const riff = container === 'riff';
  return {
    content_type: riff ? 'audio/x-wav' : 'audio/raw',
    sound: { codec: 'pcm', sample_rate },
    riff,
    high_fidelity: sample_rate === HIGH_FIDELITY_HZ,
  };
};
