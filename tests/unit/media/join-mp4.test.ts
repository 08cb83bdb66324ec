import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, test } from 'vitest';
import { BoxWalk } from '../../../worker/media/mp4/box-walk.ts';
import type { Film } from '../../../worker/media/mp4/film.ts';
import { FilmError } from '../../../worker/media/mp4/film-error.ts';
import { joinMp4, planFilm } from '../../../worker/media/mp4/join-mp4.ts';
import { readFilm } from '../../../worker/media/mp4/read-film.ts';
import { readAll } from '../../support/mp3.ts';
import { firstFilm, otherFilm } from '../../support/small-films.ts';
import { joinBytes } from '../../support/tones.ts';

const measure = (bytes: Uint8Array) =>
  readFilm(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);

const openOf =
  (files: readonly Uint8Array[]) =>
  async (film: number, { offset, length }: { offset: number; length: number }) => {
    const part = files[film]?.subarray(offset, offset + length) ?? new Uint8Array();
    return new Blob([part.slice()]).stream();
  };

const join = async (...files: Uint8Array[]) => {
  const plan = planFilm(await Promise.all(files.map(measure)));
  const bytes = await readAll(joinMp4(plan, openOf(files)));
  expect(bytes.length).toBe(plan.bytes);
  return { plan, bytes };
};

/** When each packet of a track is to be seen or heard, by another reader than ours. */
const timesOf = async (bytes: Uint8Array) => {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const read = async (
    track: Awaited<ReturnType<typeof input.getPrimaryVideoTrack | typeof input.getPrimaryAudioTrack>>,
  ) => {
    const times: number[] = [];
    if (track) for await (const { timestamp } of new EncodedPacketSink(track).packets()) times.push(timestamp);
    return times.sort((a, b) => a - b);
  };
  return {
    picture: await read(await input.getPrimaryVideoTrack()),
    sound: await read(await input.getPrimaryAudioTrack()),
    seconds: await input.computeDuration(),
  };
};

test('a film is measured by its own tables', async () => {
  expect(await measure(firstFilm())).toMatchObject({ widthPx: 64, heightPx: 64, durationMs: 1_000 });
  expect((await measure(otherFilm())).durationMs).toBe(1_300);
});

test('several films become one: whole, as long as they are together, its tables before its pictures', async () => {
  const { plan, bytes } = await join(firstFilm(), otherFilm(), firstFilm());
  expect(plan).toMatchObject({ durationMs: 3_300, widthPx: 64, heightPx: 64 });
  const walk = new BoxWalk();
  walk.push(bytes);
  expect([walk.isWhole, walk.names]).toEqual([true, ['ftyp', 'moov', 'mdat']]);
  expect((await measure(bytes)).durationMs).toBe(3_300);
});

test('every frame is shown when its film has it shown', async () => {
  const { picture } = await timesOf((await join(firstFilm(), otherFilm(), firstFilm())).bytes);
  expect(picture).toHaveLength(33);
  for (const [index, at] of picture.entries()) expect(at).toBeCloseTo(index / 10, 3);
});

/** What stands in the packets of a picture, by another reader than ours. */
const picturesOf = async (bytes: Uint8Array): Promise<Uint8Array[]> => {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  const packets: Uint8Array[] = [];
  if (track) for await (const { data } of new EncodedPacketSink(track).packets()) packets.push(data);
  return packets;
};

test.each([
  ['with a sound', (film: Film): Film => film],
  ['without one, whose pictures lie side by side', (film: Film): Film => ({ ...film, sound: null })],
])('the tables of films %s find every picture', async (_, change) => {
  const files = [firstFilm(), otherFilm()];
  const plan = planFilm((await Promise.all(files.map(measure))).map(change));
  const bytes = await readAll(joinMp4(plan, openOf(files)));
  expect(await picturesOf(bytes)).toEqual((await Promise.all(files.map(picturesOf))).flat());
});

test('the sound is in step again at every seam', async () => {
  const { sound } = await timesOf((await join(firstFilm(), otherFilm(), firstFilm())).bytes);
  const own = (await timesOf(firstFilm())).sound;
  expect(own[0]).toBeLessThan(0);
  // None begins while another is heard, but for the last before a seam, which may be cut off there.
  const gaps = sound.slice(1).map((at, index) => at - (sound[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(0.02);
  // A frame of 64 ms begins where the film does, and not where the frames before it end.
  for (const seam of [1, 2.3]) expect(Math.min(...sound.map((at) => Math.abs(at - seam)))).toBeLessThan(0.002);
});

const hasProbe = spawnSync('ffprobe', ['-version']).status === 0;
test.skipIf(!hasProbe)('a strict reader finds nothing wrong in it', async () => {
  const { bytes } = await join(firstFilm(), otherFilm(), firstFilm());
  const folder = mkdtempSync(path.join(tmpdir(), 'film-'));
  try {
    const file = path.join(folder, 'joined.mp4');
    writeFileSync(file, bytes);
    const entries = 'stream=codec_name,duration:format=duration';
    const told = execFileSync('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'csv=p=0', file]).toString();
    expect(told.trim().split('\n')[0]).toMatch(/^h264,3\.300/);
    expect(told.trim().split('\n')[2]).toBe('3.300000');
    const decoded = spawnSync('ffmpeg', ['-v', 'warning', '-i', file, '-f', 'null', '-']);
    expect(decoded.stderr.toString()).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a film that is cut short anywhere is none, and breaks nothing', async () => {
  const film = firstFilm();
  for (let length = 0; length < film.length; length += 7) {
    await expect(measure(film.subarray(0, length)), `${length}`).rejects.toThrow(FilmError);
  }
});

test('garbage in its tables is told, and takes no memory', async () => {
  const film = firstFilm();
  for (let at = 100; at < 1_500; at += 3) {
    const broken = film.slice();
    broken.fill(255, at, at + 4);
    await measure(broken).catch((error: unknown) => expect(error).toBeInstanceOf(FilmError));
  }
});

test('films of two sizes, or with a sound and without, are not joined', async () => {
  const film = await measure(firstFilm());
  expect(() => planFilm([film, { ...film, widthPx: 32 }])).toThrow(FilmError);
  expect(() => planFilm([film, { ...film, sound: null }])).toThrow(FilmError);
});

test('a file that is shorter than it was measured ends the join', async () => {
  const plan = planFilm([await measure(firstFilm())]);
  const open = async () => new Blob([joinBytes(new Uint8Array(10))]).stream();
  await expect(readAll(joinMp4(plan, open))).rejects.toThrow(FilmError);
});
