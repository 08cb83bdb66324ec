import { readCodecConfig } from './codec-config.ts';
import type { Film, Sample, Track } from './film.ts';

/** A film in a joined one: where its samples lie in its own file, and the place of those bytes in the joined file. */
export type PlacedFilm = { film: Film; beginsAtS: number; durationS: number; firstByte: number; endByte: number };

/** A sample in the joined film. `description` counts from 0. */
export type LaidSample = Omit<Sample, 'offset'> & { film: number; offset: number; description: number };

export type LaidTrack = { first: Track; samples: LaidSample[]; descriptions: Uint8Array[]; endsAt: number };

/** Half a sample of the shortest codec; what lies closer to an edge lies on it. */
const EDGE_S = 0.001;

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** When a sample is heard or decoded in its own film, in seconds from where the film begins to be shown. */
const placeIn = (track: Track, ticks: number): number => (ticks - track.beginsAt) / track.timescale + track.delay;

/** Sound around a seam that is not heard: an encoder's beginning, and what goes on behind the end of the film. */
const isOutside = (track: Track, { at, ticks }: Sample, durationS: number, index: number, last: number): boolean => {
  const [from, to] = [placeIn(track, at), placeIn(track, at + ticks)];
  return (index > 0 && to <= EDGE_S) || (index < last && from >= durationS - EDGE_S);
};

/**
 * The same track of all films, one after the other, in the ticks of the first. Each begins when its film does, so that
 * sound and picture are in step again at every seam, whatever the encoder has added.
 */
export const layOutTrack = (films: readonly PlacedFilm[], kind: 'picture' | 'sound'): LaidTrack | undefined => {
  const first = films[0]?.film[kind];
  if (!first) return undefined;
  const { timescale } = first;
  const [samples, descriptions]: [LaidSample[], Uint8Array[]] = [[], []];
  for (const [index, { film, beginsAtS, durationS }] of films.entries()) {
    const track = film[kind];
    if (!track) continue;
    const config = readCodecConfig(track.description, kind);
    let description = descriptions.findIndex((known) => isSame(readCodecConfig(known, kind), config));
    if (description < 0) description = descriptions.push(track.description) - 1;
    for (const sample of track.samples) {
      if (kind === 'sound' && isOutside(track, sample, durationS, index, films.length - 1)) continue;
      const at = Math.round((beginsAtS + placeIn(track, sample.at) - first.delay) * timescale) + first.beginsAt;
      const before = samples.at(-1);
      samples.push({
        ...sample,
        film: index,
        description,
        at: before ? Math.max(before.at + 1, at) : 0,
        shownAfter: Math.round((sample.shownAfter * timescale) / track.timescale),
        ticks: Math.round((sample.ticks * timescale) / track.timescale),
      });
      if (before) before.ticks = (samples.at(-1)?.at ?? 0) - before.at;
    }
  }
  const last = samples.at(-1);
  return { first, samples, descriptions, endsAt: (last?.at ?? 0) + (last?.ticks ?? 0) };
};
