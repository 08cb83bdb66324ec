import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export type Playback<Element extends HTMLMediaElement = HTMLMediaElement> = {
  ref: RefObject<Element | null>;
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

const factsOf = (media: HTMLMediaElement): Facts => ({
  playing: !media.paused && !media.ended,
  starved: !media.paused && !media.ended && media.readyState < HTMLMediaElement.HAVE_FUTURE_DATA,
  failed: media.error !== null,
  seconds: media.currentTime,
  duration: Number.isFinite(media.duration) ? media.duration : undefined,
});

/** Reads an `<audio>` or `<video>` element into state; the element stays the only truth about what plays. */
export const usePlayback = <Element extends HTMLMediaElement = HTMLAudioElement>(src: string): Playback<Element> => {
  const ref = useRef<Element>(null);
  const [facts, setFacts] = useState(AT_REST);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another source is another sound, read afresh
  useEffect(() => {
    const media = ref.current;
    if (!media) return;
    let frame = 0;
    const read = () => setFacts(factsOf(media));
    // timeupdate comes four times a second; a moving line needs every frame while it plays.
    const follow = () => {
      read();
      frame = media.paused ? 0 : requestAnimationFrame(follow);
    };
    const onEvent = () => {
      read();
      if (!media.paused && frame === 0) frame = requestAnimationFrame(follow);
    };
    for (const event of EVENTS) media.addEventListener(event, onEvent);
    read();
    return () => {
      cancelAnimationFrame(frame);
      for (const event of EVENTS) media.removeEventListener(event, onEvent);
    };
  }, [src]);

  const play = useCallback(() => {
    // A refusal (no gesture, no bytes) shows as a player that did not start; there is nothing to add.
    ref.current?.play().catch(() => undefined);
  }, []);
  const toggle = useCallback(() => {
    const media = ref.current;
    if (!media) return;
    if (media.paused) play();
    else media.pause();
  }, [play]);
  const seek = useCallback((seconds: number) => {
    const media = ref.current;
    if (!media) return;
    const end = Number.isFinite(media.duration) ? media.duration : media.currentTime;
    media.currentTime = Math.min(Math.max(0, seconds), end);
  }, []);
  // Without a source the element still reports its last one.
  return { ref, ...(src === '' ? AT_REST : facts), play, toggle, seek };
};
