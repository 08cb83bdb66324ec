import { formatClock } from '../../format.ts';

const SECOND_MS = 1_000;
const TENTH_MS = 100;

/** One press of an arrow key, and one with Shift or by a page key. */
export const TRIM_STEP_MS = TENTH_MS;
export const TRIM_STRIDE_MS = SECOND_MS;

/** What is used of a sound, and where that could begin at the latest. */
export type Cut = { startMs: number; endMs: number; latestStartMs: number };

/** The cut of so many seconds from `startMs` on, moved to where it lies in the sound; all of a shorter one. */
export const cutOf = ({
  startMs,
  seconds,
  durationMs,
}: {
  startMs: number;
  seconds: number;
  durationMs: number;
}): Cut => {
  const lengthMs = Math.min(durationMs, seconds * SECOND_MS);
  // Steps are tenths, so that what is shown is what is sent; the last one ends before the sound does.
  const latestStartMs = Math.floor((durationMs - lengthMs) / TENTH_MS) * TENTH_MS;
  const start = Math.min(Math.max(0, Math.round(startMs / TENTH_MS) * TENTH_MS), latestStartMs);
  return { startMs: start, endMs: start + lengthMs, latestStartMs };
};

/** Where a key moves the beginning of a cut to; undefined for a key that means nothing here. */
export const startAfterKey = (key: string, isShift: boolean, { startMs, latestStartMs }: Cut): number | undefined => {
  const step = isShift ? TRIM_STRIDE_MS : TRIM_STEP_MS;
  const to = {
    ArrowRight: startMs + step,
    ArrowUp: startMs + step,
    ArrowLeft: startMs - step,
    ArrowDown: startMs - step,
    PageUp: startMs + TRIM_STRIDE_MS,
    PageDown: startMs - TRIM_STRIDE_MS,
    Home: 0,
    End: latestStartMs,
  }[key];
  return to === undefined ? undefined : Math.min(Math.max(0, to), latestStartMs);
};

/** A position to a tenth of a second: `0:03.2`. */
export const formatTenths = (ms: number): string => {
  const tenths = Math.floor(ms / TENTH_MS);
  return `${formatClock(Math.floor(tenths / 10))}.${tenths % 10}`;
};
