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

/** H.264 without functions made of text, as the build step leaves it. */
declare module '*/h264.mjs' {
  export interface H264Encoder {
    outputFilename: string;
    readonly FS: { readFile(name: string): Uint8Array<ArrayBuffer> };
    initialize(): void;
    addFrameRgba(pixels: Uint8Array): void;
    finalize(): void;
    delete(): void;
  }

  export default function createEncoder(options: {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
  }): Promise<H264Encoder>;
}

/** libavcodec's AAC by its C functions, as the build step leaves it. Pointers and sizes are plain numbers. */
declare module '*/aac.mjs' {
  export interface AacModule {
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _init_encoder(channels: number, sample_rate: number, bitrate: number): number;
    _get_encoder_frame_size(encoder: number): number;
    _get_encoder_extradata(encoder: number): number;
    _get_encoder_extradata_size(encoder: number): number;
    _get_encode_input_ptr(encoder: number, bytes: number): number;
    _send_frame(encoder: number, at: bigint): number;
    _receive_packet(encoder: number): number;
    _get_encoded_data(encoder: number): number;
    _get_encoded_pts(encoder: number): bigint;
    _flush_encoder_start(encoder: number): void;
    _close_encoder(encoder: number): void;
  }

  export default function createModule(options: {
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
  }): Promise<AacModule>;
}

/** mpg123 without its binary, which it is handed, as the build step leaves it. */
declare module '*/mpg123.mjs' {
  export default class MPEGDecoder {
    static module: WebAssembly.Module;
    readonly ready: Promise<void>;
    /** Samples of the whole frames so far, of two channels. */
    decode(bytes: Uint8Array): { channelData: Float32Array[] };
    free(): void;
  }
}

/** libvorbis in the same way, for packets alone. */
declare module '*/vorbis.mjs' {
  export default class VorbisDecoder {
    static module: WebAssembly.Module;
    readonly ready: Promise<void>;
    /** The packet that names the sound, then the one with the tables. */
    sendSetupHeader(packet: Uint8Array): void;
    /** After both. */
    initDsp(): void;
    decodePackets(packets: readonly Uint8Array[]): { channelData: Float32Array[] };
    free(): void;
  }
}

/** Of Node's module, what HMAC-MD5 needs: the platform's own has none. */
declare module 'node:crypto' {
  export function createHmac(
    algorithm: 'sha256' | 'md5',
    key: string,
  ): { update(message: string): { digest(encoding: 'hex'): string } };
}
