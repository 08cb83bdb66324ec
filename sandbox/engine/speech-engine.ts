import createModule, { type EspeakEvent, type EspeakModule, type EspeakWorker } from '../gen/espeak-engine.mjs';
import { ENGINE_RATE_MAX_WPM, ENGINE_RATE_MIN_WPM } from '../limits.ts';
import { toEngineText } from './markup.ts';

const DATA_FOLDER = '/usr/share/espeak-ng-data';
const VARIANT_FOLDER = `${DATA_FOLDER}/voices/!v`;
const VARIANT_NAME = 'unicorn';
const VARIANT_PATH = `${VARIANT_FOLDER}/${VARIANT_NAME}`;
const PITCH_LINE = /^pitch\s+(\d+)\s+(\d+)$/m;
const PLAIN_PITCH = 50;

/** How a piece of text is to be spoken. */
export type Delivery = {
  /** eSpeak's name of the language. */
  engine_voice: string;
  /** A name for the variant's text, unique among variants. */
  variant_id: string;
  /** An eSpeak voice variant, without its header. */
  variant: string;
  rate_wpm: number;
  /** Semitones around the variant's pitch. */
  pitch: number;
  range: number;
  /** The engine's loudness in percent; 100 is plain. */
  level: number;
};

/** A word with UTF-16 indices into the piece and times from the piece's start. */
export type SpokenWord = { char_start: number; char_end: number; start_ms: number };

/** 16-bit mono sound of one piece. */
export type SpokenPiece = { samples: Int16Array; words: SpokenWord[] };

const unpack = (pack: ArrayBuffer): [string, Uint8Array][] => {
  const headerBytes = new DataView(pack).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(pack, 4, headerBytes))) as [string, number][];
  let offset = 4 + headerBytes;
  return header.map(([path, length]) => {
    const bytes = new Uint8Array(pack, offset, length);
    offset += length;
    return [path, bytes];
  });
};

// The variant's own pitch lines are scaled: the engine's pitch setting leaves the melody's width behind, and
// twelve semitones would come out as nine.
const transpose = (variant: string, semitones: number): string => {
  const factor = 2 ** (semitones / 12);
  return variant.replace(
    PITCH_LINE,
    (_, low: string, high: string) => `pitch ${Math.round(Number(low) * factor)} ${Math.round(Number(high) * factor)}`,
  );
};

const findWords = (events: readonly EspeakEvent[], origins: Uint32Array): SpokenWord[] => {
  const words: SpokenWord[] = [];
  for (const event of events) {
    if (event.type !== 'word') continue;
    const char_start = origins[event.text_position - 1];
    const char_end = origins[event.text_position - 1 + event.word_length];
    if (char_start === undefined || char_end === undefined || char_end <= char_start) continue;
    const last = words.at(-1);
    // A number or a foreign word is announced once for every part it is spoken in.
    if (last && char_start < last.char_end) continue;
    words.push({ char_start, char_end, start_ms: event.audio_position });
  }
  return words;
};

/**
 * One eSpeak NG instance. A call speaks one piece from start to end without giving way, so calls of different
 * requests can never meet inside it; each sets all it needs, since another voice may have spoken in between.
 */
export class SpeechEngine {
  readonly sample_rate: number;
  readonly #module: EspeakModule;
  readonly #worker: EspeakWorker;
  readonly #dictionaries = new Set<string>();
  #voice = '';
  #hasVariant = false;

  private constructor(module: EspeakModule) {
    this.#module = module;
    this.#worker = new module.eSpeakNGWorker();
    this.sample_rate = this.#worker.samplerate;
  }

  /** @param core the pack of sound tables and language definitions; its bytes are used in place */
  static async create(core: ArrayBuffer): Promise<SpeechEngine> {
    const silent = (): void => undefined;
    const writeCore = (target: EspeakModule): void => {
      for (const [path, bytes] of unpack(core)) {
        target.FS_createPath('/', path.slice(1, path.lastIndexOf('/')), true, true);
        target.FS_createDataFile(path, null, bytes, true, true, true);
      }
      target.FS_createPath('/', VARIANT_FOLDER.slice(1), true, true);
    };
    return new SpeechEngine(
      await createModule({ noInitialRun: true, print: silent, printErr: silent, preRun: [writeCore] }),
    );
  }

  hasDictionary(name: string): boolean {
    return this.#dictionaries.has(name);
  }

  addDictionary(name: string, bytes: ArrayBuffer): void {
    if (this.#dictionaries.has(name)) return;
    this.#module.FS_createDataFile(`${DATA_FOLDER}/${name}_dict`, null, new Uint8Array(bytes), true, true, true);
    this.#dictionaries.add(name);
    // A voice set before its dictionary came would go on whispering without it.
    this.#voice = '';
  }

  /** @throws when the engine does not know the language; without the check the voice before would speak */
  speak(plain: string, delivery: Delivery): SpokenPiece {
    this.#setVoice(delivery);
    const { text, origins } = toEngineText(plain);
    const blocks: Int16Array[] = [];
    const events: EspeakEvent[] = [];
    let length = 0;
    this.#worker.synthesize(text, (samples, found) => {
      if (samples.length > 0) blocks.push(samples);
      length += samples.length;
      events.push(...found);
      return false;
    });
    const samples = new Int16Array(length);
    let offset = 0;
    for (const block of blocks) {
      samples.set(block, offset);
      offset += block.length;
    }
    return { samples, words: findWords(events, origins) };
  }

  #setVoice(delivery: Delivery): void {
    const voice = `${delivery.engine_voice}/${delivery.variant_id}/${delivery.pitch}`;
    if (voice !== this.#voice) {
      this.#voice = '';
      const file = `language variant\nname ${VARIANT_NAME}\n${transpose(delivery.variant, delivery.pitch)}\n`;
      const bytes = new TextEncoder().encode(file);
      // The file system does not write over a file.
      if (this.#hasVariant) this.#module.FS_unlink(VARIANT_PATH);
      this.#module.FS_createDataFile(VARIANT_PATH, null, bytes, true, true, true);
      this.#hasVariant = true;
      const result = this.#worker.set_voice(`${delivery.engine_voice}+${VARIANT_NAME}`);
      if (result !== 0) throw new Error(`The speech engine refused "${delivery.engine_voice}" (${result})`);
      this.#voice = voice;
    }
    const rate = Math.min(ENGINE_RATE_MAX_WPM, Math.max(ENGINE_RATE_MIN_WPM, Math.round(delivery.rate_wpm)));
    this.#worker.rate = rate;
    this.#worker.pitch = PLAIN_PITCH;
    this.#worker.range = delivery.range;
    this.#worker.volume = delivery.level;
  }
}
