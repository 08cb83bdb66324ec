import { useEffect, useRef } from 'react';
import { type Envelope, levelAt } from './envelope.ts';
import type { Playback } from './use-playback.ts';

/**
 * How loud it was some seconds ago, for the rings. Reads the element itself, so that the rings move between
 * renders; after a pause what has already left goes on travelling.
 */
export const useLevelAgo = (playback: Playback, envelope: Envelope | undefined) => {
  const levelAgo = useRef<(seconds: number) => number>(() => 0);
  const pausedAt = useRef<number>(undefined);
  const { ref, playing } = playback;
  useEffect(() => {
    pausedAt.current = playing ? undefined : performance.now();
  }, [playing]);
  useEffect(() => {
    levelAgo.current = (ago) => {
      const since = pausedAt.current === undefined ? 0 : (performance.now() - pausedAt.current) / 1_000;
      return ago < since ? 0 : levelAt(envelope, (ref.current?.currentTime ?? 0) - (ago - since));
    };
  }, [ref, envelope]);
  return levelAgo;
};
