import type { Module } from '../contract/jobs.ts';
import type { Voice } from '../contract/speech.ts';
import type { ModelAdapter } from './provider.ts';
import { createSpeechModel } from './speech-model.ts';
import { createUnicorn } from './unicorn.ts';
import { UNICORN_LANGUAGES, UNICORN_VOICES } from './unicorn-catalog.ts';

/** What a vendor without a key is asked with; the sandbox accepts it. */
const SANDBOX_UNICORN_KEY = 'uni_sandbox';

export type Providers = {
  voices: readonly Voice[];
  languages: typeof UNICORN_LANGUAGES;
  modelFor(module: Module): ModelAdapter;
};

/** The vendors in force. One without a key is served by the sandbox: the same adapter, another fetch under it. */
export const createProviders = (options: {
  unicorn: { baseUrl: string; apiKey: string | undefined };
  sandboxFetch: (request: Request) => Promise<Response>;
  now: () => number;
}): Providers => {
  const { apiKey, baseUrl } = options.unicorn;
  const unicorn = createUnicorn({
    baseUrl,
    apiKey: apiKey ?? SANDBOX_UNICORN_KEY,
    isDemo: apiKey === undefined,
    fetch: apiKey === undefined ? options.sandboxFetch : (request) => fetch(request),
    now: options.now,
    voices: UNICORN_VOICES,
  });
  const speech = createSpeechModel(unicorn);
  const models: Record<Module, ModelAdapter> = { tts: speech };
  return { voices: UNICORN_VOICES, languages: UNICORN_LANGUAGES, modelFor: (module) => models[module] };
};
