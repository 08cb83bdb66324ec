// Where tests put what they forget at their end: databases, buckets, profiles of browsers.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const IN_MEMORY = '/dev/shm';
/** A whole run keeps less than half of it at a time. */
const ROOM_MIN_BYTES = 4 * 1_024 ** 3;

/** A container may have such a folder of 64 MB only, and what is put there takes memory from the programs. */
const hasRoomInMemory = () => {
  try {
    const { bavail, bsize } = fs.statfsSync(IN_MEMORY);
    return Math.min(bavail * bsize, os.freemem()) >= ROOM_MIN_BYTES;
  } catch {
    // No such folder: not every system has one.
    return false;
  }
};

/**
 * A folder that is gone when this program ends. It is in memory where there is room: what is tested waits for the disk
 * at every write of a database, which is most of the time of some stages.
 * @returns {string}
 */
export const makeScratch = () => {
  const folder = fs.mkdtempSync(path.join(hasRoomInMemory() ? IN_MEMORY : os.tmpdir(), 'ozvena-test-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
};
