import core from '../gen/core.bin';
import mp3 from '../gen/mp3.wasm';
import opus from '../gen/opus.wasm';
import { DICTIONARIES } from './dictionaries.ts';
import { SpeechEngine } from './speech-engine.ts';

/** LAME as the bundle carries it. */
export const mp3Encoder: WebAssembly.Module = mp3;
/** libopus, the same. */
export const opusEncoder: WebAssembly.Module = opus;

// The one module-level state of the sandbox: an engine takes 40 MB and some 100 ms, and a request uses it for
// one piece at a time without giving way. A finished engine is kept, never a promise of one: a request that is
// canceled while it creates the engine would leave everybody after it waiting.
let shared: SpeechEngine | undefined;

/**
 * The isolate's engine, ready for these languages. English is always there too, since the engine turns to it
 * for letters a language does not have.
 * @param dictionaries stems of dictionaries of the language table
 */
export const openSpeechEngine = async (dictionaries: readonly string[]): Promise<SpeechEngine> => {
  const engine = shared ?? (await SpeechEngine.create(core));
  shared ??= engine;
  for (const name of new Set(['en', ...dictionaries])) {
    if (shared.hasDictionary(name)) continue;
    const load = DICTIONARIES[name];
    if (!load) throw new Error(`No dictionary "${name}" is bundled`);
    shared.addDictionary(name, (await load()).default);
  }
  return shared;
};
