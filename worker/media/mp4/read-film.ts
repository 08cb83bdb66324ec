import { readBoxes, requireBox, viewOf } from './boxes.ts';
import type { Film, ReadRange, Track } from './film.ts';
import { FilmError } from './film-error.ts';
import { kindOfTrack, readTrack } from './read-track.ts';

/** Tables of some hours; a film of minutes has a thousandth of it. */
const MOOV_MAX_BYTES = 16 * 1024 * 1024;
const OUTER_BOXES_MAX = 64;
const HEADER_BYTES = 16;
const SIZE_FOLLOWS = 1;

/** The tables of a film, wherever they stand among its outermost boxes. */
const readMoov = async (read: ReadRange, sizeBytes: number): Promise<Uint8Array> => {
  let at = 0;
  for (let boxes = 0; at + HEADER_BYTES <= sizeBytes && boxes < OUTER_BOXES_MAX; boxes += 1) {
    const header = await read(at, HEADER_BYTES);
    const view = viewOf(header);
    const short = view.getUint32(0);
    const size = short === SIZE_FOLLOWS ? Number(view.getBigUint64(8)) : short || sizeBytes - at;
    if (size < 8 || at + size > sizeBytes) throw new FilmError('a box of it has no end');
    if (String.fromCharCode(...header.subarray(4, 8)) === 'moov') {
      if (size > MOOV_MAX_BYTES) throw new FilmError('its tables are too long');
      return (await read(at, size)).subarray(short === SIZE_FOLLOWS ? HEADER_BYTES : HEADER_BYTES / 2);
    }
    at += size;
  }
  throw new FilmError('it has no moov');
};

/** Width and height as they are shown: the last two numbers of `tkhd`, with 16 bits behind the point. */
const sizeOf = ({ boxes }: Track) => {
  const view = viewOf(boxes.tkhd);
  const [widthPx, heightPx] = [view.getUint16(boxes.tkhd.length - 8), view.getUint16(boxes.tkhd.length - 4)];
  if (widthPx === 0 || heightPx === 0) throw new FilmError('its picture has no size');
  return { widthPx, heightPx };
};

const requireInside = (track: Track, sizeBytes: number): void => {
  if (track.samples.some(({ offset, size }) => offset + size > sizeBytes)) throw new FilmError('it is cut short');
};

/**
 * Measures a film by its own tables: how large, how long, with a sound or without. Fragmented ones are not understood.
 * @throws FilmError for what is no MP4 with a picture that moves, or one whose samples lie beyond its end; and whatever
 * `read` throws
 */
export const readFilm = async (read: ReadRange, sizeBytes: number): Promise<Film> => {
  const moov = await readMoov(read, sizeBytes);
  try {
    const mvhd = requireBox(moov, 'mvhd').body;
    const movieTimescale = viewOf(mvhd).getUint32(mvhd[0] === 1 ? 20 : 12);
    const traks = readBoxes(moov).filter(({ name }) => name === 'trak');
    const [shown, heard] = ['vide', 'soun'].map((kind) => traks.find(({ body }) => kindOfTrack(body) === kind));
    if (!shown || movieTimescale === 0) throw new FilmError('it has no picture that moves');
    const picture = readTrack(shown.body, movieTimescale);
    const sound = heard ? readTrack(heard.body, movieTimescale) : null;
    const tracks = sound ? [picture, sound] : [picture];
    for (const track of tracks) requireInside(track, sizeBytes);
    const seconds = Math.max(...tracks.map((track) => track.delay + track.seconds));
    return { ...sizeOf(picture), durationMs: Math.round(seconds * 1_000), picture, sound };
  } catch (error) {
    // A table that is cut off is read beyond its end.
    if (error instanceof RangeError) throw new FilmError('a table of it is cut off', { cause: error });
    throw error;
  }
};
