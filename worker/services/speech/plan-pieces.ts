import { PIECE_MAX_UNITS } from '../../contract/limits.ts';
import type { PiecePlan } from '../../db/pieces.ts';
import type { SpeechLimits } from '../../providers/provider.ts';
import { cutScript } from '../../script/cut-script.ts';
import { MEASURE_OF } from '../../script/measure.ts';
import type { Track } from './track.ts';

/**
 * How tracks are cut into calls: at the ends of sentences, each within its vendor's limit. Tracks that are kept already
 * have none. Pure.
 * @param limitsOf the limits of the vendor that speaks a track
 */
export const cutTracks = (tracks: readonly Track[], limitsOf: (track: Track) => SpeechLimits): PiecePlan[] => {
  const plan: PiecePlan[] = [];
  for (const [index, track] of tracks.entries()) {
    if (track.reuse !== null) continue;
    const { maxPerCall, unit } = limitsOf(track);
    const limit = Math.min(maxPerCall, PIECE_MAX_UNITS);
    const cut = cutScript(track.text, { language: track.language, limit, measure: MEASURE_OF[unit] });
    // What no voice can speak was refused before it was charged for.
    if (!cut.ok) throw new Error(`a script that was taken cannot be cut: ${cut.fault.message}`);
    let pauseMs = 0;
    let last: PiecePlan | undefined;
    for (const step of cut.steps) {
      if (step.kind === 'pause') {
        pauseMs += step.durationMs;
        continue;
      }
      const { startAt, endAt } = step;
      last = { ordinal: plan.length + 1, track: index + 1, startAt, endAt, pauseBeforeMs: pauseMs, pauseAfterMs: 0 };
      plan.push(last);
      pauseMs = 0;
    }
    if (last) last.pauseAfterMs = pauseMs;
  }
  return plan;
};
