/** So much of a body is read at a time, if it is there. */
const READ_MAX_BYTES = 64 * 1024;

/** Hands out a body chunk by chunk, and undefined at its end. Rejects when it breaks off. */
export type ChunkReader = { read(): Promise<Uint8Array | undefined>; cancel(): Promise<void> };

const readAsItComes = (reader: ReadableStreamDefaultReader<Uint8Array>): ChunkReader => ({
  read: async () => (await reader.read()).value,
  cancel: () => reader.cancel(),
});

/** Fills a buffer with all that is there: the platform hands out 4 kB at a time, and asking costs more than copying. */
const readByBuffers = (reader: ReadableStreamBYOBReader): ChunkReader => {
  let buffer = new Uint8Array(READ_MAX_BYTES);
  return {
    async read() {
      const { done, value } = await reader.read(buffer);
      if (done) return undefined;
      buffer = new Uint8Array(value.buffer);
      return value.slice();
    },
    cancel: () => reader.cancel(),
  };
};

/** Reads a body. Only what the platform itself streams can be read into buffers; a script's stream has its own chunks. */
export const readChunks = (body: ReadableStream<Uint8Array>): ChunkReader => {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: 'byob' });
  } catch (error) {
    if (error instanceof TypeError) return readAsItComes(body.getReader());
    throw error;
  }
  return readByBuffers(reader);
};
