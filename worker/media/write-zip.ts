import { makeZip, predictLength } from 'client-zip';
import { exactBytes } from './exact-bytes.ts';
import { toStream } from './to-stream.ts';

/** A file of an archive, whose bytes are asked for when its turn comes. */
export type ZipEntry = {
  /** One name, not a path; UTF-8. */
  name: string;
  sizeBytes: number;
  modifiedAt: number;
  open: () => Promise<AsyncIterable<Uint8Array>>;
};

const PATH_MARKS = /[/\\\p{Cc}]|^\.{0,2}$/u;

const checkNames = (entries: readonly ZipEntry[]): void => {
  const names = new Set(entries.map(({ name }) => name));
  const unsafe = entries.find(({ name }) => PATH_MARKS.test(name));
  if (unsafe) throw new TypeError(`a file cannot be called ${JSON.stringify(unsafe.name)}`);
  if (names.size < entries.length) throw new TypeError('two files have one name');
};

async function* readZip(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  let source: AsyncGenerator<Uint8Array> | undefined;
  async function* inputs() {
    for (const { name, sizeBytes, modifiedAt, open } of entries) {
      const fail = (atByte: number) =>
        new Error(`${name} has not ${sizeBytes} bytes, but ended or went on at ${atByte}`);
      source = exactBytes(await open(), sizeBytes, fail);
      yield { name, input: source, size: sizeBytes, lastModified: new Date(modifiedAt) };
    }
  }
  const reader = makeZip(inputs()).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
  } finally {
    // The archiver does not close what it reads from when it is left early.
    await source?.return(undefined);
  }
}

/**
 * A ZIP of files that are stored and not deflated, since sound does not get smaller. One file is open at a time, in flat
 * memory. Below 4 GiB and 65,535 files it is a plain ZIP 2.0 that every reader opens (200 scenes of an hour in all are
 * 60 MB); above, the archiver turns to Zip64 by itself.
 * @returns a stream of exactly `zipBytes(entries)` bytes; it errors when a file is not as long as it should be
 * @throws TypeError for a name that is a path, or one that two files have
 */
export const writeZip = (entries: readonly ZipEntry[]): ReadableStream<Uint8Array> => {
  checkNames(entries);
  return toStream(readZip(entries));
};

/** Size of the ZIP that `writeZip` makes of these, for `Content-Length` and for a bucket that wants to know. */
export const zipBytes = (entries: readonly Pick<ZipEntry, 'name' | 'sizeBytes'>[]): number =>
  Number(predictLength(entries.map(({ name, sizeBytes }) => ({ name, size: sizeBytes }))));
