/** Data files of the build step; the bundler hands them over as bytes. */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}

declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

/** The speech engine without its preloaded data, as the build step leaves it. */
declare module '*/espeak-engine.mjs' {
  export type EspeakEvent = {
    type: 'sentence' | 'word' | 'end' | 'phoneme' | 'mark' | 'samplerate' | 'play';
    /** 1-based, in code points of the text handed over. */
    text_position: number;
    /** In code points; 0 for other events than words. */
    word_length: number;
    /** In ms from the start of the call. */
    audio_position: number;
  };

  export interface EspeakWorker {
    rate: number;
    pitch: number;
    range: number;
    volume: number;
    readonly samplerate: number;
    /** 0 when it worked; otherwise the voice before stays. */
    set_voice(name: string): number;
    /** Calls back with 16-bit mono samples; a `true` from the callback stops it. */
    synthesize(text: string, callback: (samples: Int16Array, events: EspeakEvent[]) => boolean): void;
  }

  export interface EspeakModule {
    eSpeakNGWorker: new () => EspeakWorker;
    FS_unlink(path: string): void;
    FS_createPath(parent: string, path: string, canRead: boolean, canWrite: boolean): void;
    FS_createDataFile(
      parent: string,
      name: string | null,
      bytes: Uint8Array,
      canRead: boolean,
      canWrite: boolean,
      canOwn: boolean,
    ): void;
  }

  export default function createModule(options: {
    noInitialRun: boolean;
    print: (line: string) => void;
    printErr: (line: string) => void;
    preRun: ((module: EspeakModule) => void)[];
  }): Promise<EspeakModule>;
}
