import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type Playback = {
  ref: RefObject<HTMLAudioElement | null>;
  playing: boolean;
  /** The browser waits for bytes that have not come yet. */
  starved: boolean;
  failed: boolean;
  seconds: number;
  /** Undefined while it is not known, as in a stream that is still arriving. */
  duration: number | undefined;
  toggle: () => void;
  play: () => void;
  seek: (seconds: number) => void;
};

const EVENTS = [
  'play',
  'playing',
  'pause',
  'ended',
  'waiting',
  'error',
  'durationchange',
  'seeked',
  'emptied',
  'timeupdate',
];

type Facts = Pick<Playback, 'playing' | 'starved' | 'failed' | 'seconds' | 'duration'>;
const AT_REST: Facts = { playing: false, starved: false, failed: false, seconds: 0, duration: undefined };

const factsOf = (audio: HTMLAudioElement): Facts => ({
  playing: !audio.paused && !audio.ended,
  starved: !audio.paused && !audio.ended && audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
  failed: audio.error !== null,
  seconds: audio.currentTime,
  duration: Number.isFinite(audio.duration) ? audio.duration : undefined,
});

/** Reads an `<audio>` element into state; the element stays the only truth about what sounds. */
export const usePlayback = (src: string): Playback => {
  const ref = useRef<HTMLAudioElement>(null);
  const [facts, setFacts] = useState(AT_REST);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another source is another sound, read afresh
  useEffect(() => {
    const audio = ref.current;
    if (!audio) return;
    let frame = 0;
    const read = () => setFacts(factsOf(audio));
    // timeupdate comes four times a second; a moving line needs every frame while it plays.
    const follow = () => {
      read();
      frame = audio.paused ? 0 : requestAnimationFrame(follow);
    };
    const onEvent = () => {
      read();
      if (!audio.paused && frame === 0) frame = requestAnimationFrame(follow);
    };
    for (const event of EVENTS) audio.addEventListener(event, onEvent);
    read();
    return () => {
      cancelAnimationFrame(frame);
      for (const event of EVENTS) audio.removeEventListener(event, onEvent);
    };
  }, [src]);

  const play = useCallback(() => {
    // A refusal (no gesture, no bytes) shows as a player that did not start; there is nothing to add.
    ref.current?.play().catch(() => undefined);
  }, []);
  const toggle = useCallback(() => {
    const audio = ref.current;
    if (!audio) return;
    if (audio.paused) play();
    else audio.pause();
  }, [play]);
  const seek = useCallback((seconds: number) => {
    const audio = ref.current;
    if (!audio) return;
    const end = Number.isFinite(audio.duration) ? audio.duration : audio.currentTime;
    audio.currentTime = Math.min(Math.max(0, seconds), end);
  }, []);
  // Without a source the element still reports its last one.
  return { ref, ...(src === '' ? AT_REST : facts), play, toggle, seek };
};
