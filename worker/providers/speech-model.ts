import type { CallOptions, ModelAdapter, ResolvedSpeech, SpeechProvider, SpeechRequest } from './provider.ts';

/** The preview is the whole text at a bitrate that arrives at once on a phone; the final is what was paid for. */
const PREVIEW_KBPS = 32;
const FINAL_KBPS = 128;
const FINAL_HQ_KBPS = 160;

/** What a model needs of its vendor. */
type Speaker = Pick<SpeechProvider, 'id' | 'isDemo' | 'synthesize'>;

const toRequest = (provider: Speaker, params: ResolvedSpeech, bitrateKbps: number): SpeechRequest => ({
  text: params.text,
  voice: params.voiceId.slice(provider.id.length + 1),
  language: params.language,
  speed: params.speed,
  pitch: params.pitch,
  volume: params.volume,
  quality: params.hq ? 'high' : 'standard',
  format: 'mp3',
  bitrateKbps,
  style: undefined,
  instructions: undefined,
  seed: undefined,
  previousText: undefined,
  nextText: undefined,
  tuning: {},
});

/** Speech of one vendor as a model: preview and final are two renderings of the same text. */
export const createSpeechModel = (provider: Speaker): ModelAdapter => ({
  modelId: provider.id,
  module: 'tts',
  provider: provider.id,
  isDemo: provider.isDemo,
  media: { contentType: 'audio/mpeg', extension: 'mp3', generation: 'audio' },
  generatePreview: (params: ResolvedSpeech, options: CallOptions) =>
    provider.synthesize({ ...toRequest(provider, params, PREVIEW_KBPS), quality: 'standard' }, options),
  generateFinal: (params: ResolvedSpeech, options: CallOptions) =>
    provider.synthesize(toRequest(provider, params, params.hq ? FINAL_HQ_KBPS : FINAL_KBPS), options),
});
