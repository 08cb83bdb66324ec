import { z } from 'zod';
import { checkAudio } from './audio.ts';
import { contextOf, SPEED, TUNING, voiceSettingsOf } from './elevenlabs-settings.ts';
import { languageCodeOf } from './elevenlabs-voices.ts';
import { FAL_FILE_HOSTS } from './fal-files.ts';
import { createFalQueue } from './fal-queue.ts';
import { FAL_VOICES } from './fal-speech-voices.ts';
import { refuseTooLong } from './fit.ts';
import {
  type MediaPiece,
  ProviderError,
  type SpeechCapabilities,
  type SpeechLimits,
  type SpeechProvider,
  type SpeechRequest,
  type SpeechVendorOptions,
} from './provider.ts';
import { readBody } from './stream.ts';
import { fetchVendorFile } from './vendor-file.ts';

const PROVIDER = 'fal';
const MODEL = 'fal-ai/elevenlabs/tts/turbo-v2.5';

const CAPABILITIES: SpeechCapabilities = {
  speed: SPEED,
  pitch: null,
  volume: null,
  instructions: null,
  seed: false,
  context: true,
  // The model can tell them, but nothing public says in which shape.
  wordTimes: false,
  highQuality: false,
  formats: ['mp3'],
  tuning: TUNING,
};

/** The price is flat, so the text has an end. A new account of fal runs two requests at once. */
const LIMITS: SpeechLimits = { maxPerCall: 5_000, unit: 'characters', maxConcurrentCalls: 2 };

const resultSchema = z.object({ audio: z.object({ url: z.string(), file_size: z.int().nullish() }) });

const toInput = (request: SpeechRequest): Record<string, unknown> => ({
  text: request.text,
  voice: request.voice,
  language_code: languageCodeOf(request.language),
  ...voiceSettingsOf(request),
  ...contextOf(request),
});

/**
 * ElevenLabs' Turbo v2.5 through fal. A plain call is answered on the spot, a timed one goes by fal's queue; either ends
 * with the address of an MP3 of a fixed bit rate.
 * @see https://fal.ai/models/fal-ai/elevenlabs/tts/turbo-v2.5/api
 */
export const createFalSpeech = ({ credential, wire, isDemo }: SpeechVendorOptions): SpeechProvider => {
  const { baseUrl, apiKey } = credential;
  const model = createFalQueue({ wire, baseUrl, apiKey, model: MODEL, result: resultSchema });

  async function* readSpeech(request: SpeechRequest, timed: boolean, signal: AbortSignal): AsyncGenerator<MediaPiece> {
    const { audio } = await (timed ? model.queue(toInput(request), signal) : model.run(toInput(request), signal));
    const file = await fetchVendorFile(wire, audio.url, { hosts: FAL_FILE_HOSTS, signal });
    let size = 0;
    for await (const bytes of readBody(wire, file)) {
      size += bytes.length;
      yield { bytes };
    }
    if (size < (audio.file_size ?? 0)) throw new ProviderError(PROVIDER, 'bad_response', 'its file is cut short');
  }

  return {
    id: PROVIDER,
    isDemo,
    capabilities: CAPABILITIES,
    limitsFor: () => LIMITS,
    // There is no call for it: the voices are on the page of the model.
    listVoices: async () => [...FAL_VOICES],
    checkKey: model.knowsKey,
    async *synthesize(request, { signal, timed }) {
      refuseTooLong(wire, LIMITS, request.text);
      yield* checkAudio(wire, request.format, readSpeech(request, timed, signal));
    },
  };
};
