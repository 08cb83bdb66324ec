import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { fileNameOf } from '../../../worker/media/file-name.ts';
import { writeZip, type ZipEntry, zipBytes } from '../../../worker/media/write-zip.ts';
import { listSceneFiles, type SpokenScene } from '../../../worker/script/scene-archive.ts';
import { inChunks } from '../../support/mp3.ts';

const MODIFIED_AT = Date.UTC(2026, 10, 21, 12, 30, 20);

const entry = (name: string, bytes: Uint8Array, sizeBytes = bytes.length): ZipEntry => ({
  name,
  sizeBytes,
  modifiedAt: MODIFIED_AT,
  open: async () => inChunks(bytes, 1_000),
});
const noise = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7_919 + (at >> 3)) & 255);
const zipOf = async (entries: ZipEntry[]) => new Uint8Array(await new Response(writeZip(entries)).arrayBuffer());

/** What the directory at the end says of each file. */
const readDirectory = (zip: Uint8Array) => {
  const view = new DataView(zip.buffer);
  const end = zip.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const rows: { name: string; flags: number; method: number; crc: number; stored: number; size: number }[] = [];
  let at = view.getUint32(end + 16, true);
  for (let row = 0; row < view.getUint16(end + 10, true); row += 1) {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const nameBytes = view.getUint16(at + 28, true);
    rows.push({
      name: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameBytes)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      stored: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return rows;
};

const FILES: [string, Uint8Array][] = [
  ['manifest.json', new TextEncoder().encode('{}\n')],
  ['001.mp3', noise(123_456)],
  ['Тиха ніч 静.srt', noise(77)],
  ['empty.txt', new Uint8Array()],
];

test('another reader finds the same files', async () => {
  const unzipped = unzipSync(await zipOf(FILES.map(([name, bytes]) => entry(name, bytes))));
  expect(Object.entries(unzipped)).toEqual(FILES);
});

test('files are stored, with right checksums, and names are marked as UTF-8', async () => {
  const rows = readDirectory(await zipOf(FILES.map(([name, bytes]) => entry(name, bytes))));
  expect(rows).toEqual(
    FILES.map(([name, bytes]) => ({
      name,
      flags: 0x0808,
      method: 0,
      crc: crc32(bytes),
      stored: bytes.length,
      size: bytes.length,
    })),
  );
});

test('the size is known before the first byte is read', async () => {
  const entries = FILES.map(([name, bytes]) => entry(name, bytes));
  expect(zipBytes(entries)).toBe((await zipOf(entries)).length);
  expect(zipBytes([])).toBe((await zipOf([])).length);
});

test('files are opened one after the other, when their turn comes', async () => {
  const log: string[] = [];
  async function* watched(name: string) {
    log.push(`open ${name}`);
    yield* inChunks(noise(5_000));
    log.push(`close ${name}`);
  }
  const entries = ['a', 'b'].map((name) => ({ ...entry(name, noise(5_000)), open: async () => watched(name) }));
  const reader = writeZip(entries).getReader();
  expect(log).toEqual([]);
  await reader.read();
  expect(log).not.toContain('open b');
  while (!(await reader.read()).done);
  expect(log).toEqual(['open a', 'close a', 'open b', 'close b']);
});

test('a reader that goes away closes the file that is open', async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield noise(1_000);
    } finally {
      isClosed = true;
    }
  }
  const reader = writeZip([{ ...entry('a', noise(9)), sizeBytes: 1_000_000, open: async () => endless() }]).getReader();
  for (let chunk = 0; chunk < 5; chunk += 1) await reader.read();
  await reader.cancel();
  expect(isClosed).toBe(true);
});

test.each([
  ['shorter', 501],
  ['longer', 499],
])('a file that is %s than it should be errors the stream', async (_, sizeBytes) => {
  await expect(zipOf([entry('a', noise(500), sizeBytes)])).rejects.toThrow('a has not');
});

test('a file that cannot be opened errors the stream', async () => {
  const open = async () => {
    throw new Error('gone');
  };
  await expect(zipOf([{ ...entry('a', noise(5)), open }])).rejects.toThrow('gone');
});

test.each(['../a', '/a', 'a/b', 'a\\b', '..', '.', '', 'a\0b'])('%j is no name of a file', (name) => {
  expect(() => writeZip([entry(name, noise(5))])).toThrow(TypeError);
});

test('two files of one name are refused', () => {
  expect(() => writeZip([entry('a', noise(5)), entry('a', noise(6))])).toThrow(TypeError);
});

const scene = (title: string | null, bytes: Uint8Array): SpokenScene => ({
  title,
  durationMs: 2_000,
  captions: { aligned: 'word', cues: [{ startMs: 0, endMs: 1_500, lines: ['Hello.'] }] },
  audio: { sizeBytes: bytes.length, open: async () => inChunks(bytes) },
});

test('scenes become numbered sound and captions, and a manifest that names them', async () => {
  const scenes = [scene('The lake', noise(4_000)), scene('../../etc/passwd', noise(3_000)), scene(null, noise(10))];
  const files = unzipSync(
    await zipOf(listSceneFiles({ title: 'Тиха ніч', extension: 'mp3', createdAt: MODIFIED_AT, scenes })),
  );
  expect(Object.keys(files)).toEqual([
    'manifest.json',
    '001.mp3',
    '001.srt',
    '002.mp3',
    '002.srt',
    '003.mp3',
    '003.srt',
  ]);
  expect(files['002.mp3']).toEqual(noise(3_000));
  expect(new TextDecoder().decode(files['001.srt'])).toBe('1\n00:00:00,000 --> 00:00:01,500\nHello.\n');
  expect(JSON.parse(new TextDecoder().decode(files['manifest.json']))).toMatchObject({
    title: 'Тиха ніч',
    createdAt: MODIFIED_AT,
    durationMs: 6_000,
    scenes: [
      {
        number: 1,
        title: 'The lake',
        audio: '001.mp3',
        captions: '001.srt',
        captionsAlignedBy: 'word',
        durationMs: 2_000,
      },
      { number: 2, title: '../../etc/passwd', audio: '002.mp3' },
      { number: 3, title: null, audio: '003.mp3' },
    ],
  });
});

test('200 scenes sort by their names', () => {
  const scenes = Array.from({ length: 200 }, () => scene(null, noise(1)));
  const names = listSceneFiles({ title: null, extension: 'mp3', createdAt: 0, scenes }).map(({ name }) => name);
  expect(names.slice(1)).toEqual(names.slice(1).toSorted());
  expect(names.at(-1)).toBe('200.srt');
});

test.each([
  ['Тиха ніч', 'Тиха ніч.zip'],
  ['The lake: a story / part 1?', 'The lake a story part 1.zip'],
  ['../../etc/passwd', 'etc passwd.zip'],
  ['.hidden.', 'hidden.zip'],
  ['CON', 'scenes.zip'],
  ['\u202etxt.exe\u0000\n', 'txt.exe.zip'],
  ['???', 'scenes.zip'],
  ['e\u0301te\u0301', 'été.zip'],
  ['a'.repeat(200), `${'a'.repeat(60)}.zip`],
])('a download of %j is called %j', (title, name) => {
  expect(fileNameOf(title, 'scenes', 'zip')).toBe(name);
});
