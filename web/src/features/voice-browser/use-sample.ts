import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** What sounds, in the few words that a row of a long list needs; it changes at a press and not at every frame. */
export type SampleState = { voiceId: string | undefined; status: 'rest' | 'waiting' | 'playing' | 'failed' };

const AT_REST: SampleState = { voiceId: undefined, status: 'rest' };

const STATUS_AFTER: Readonly<Record<string, SampleState['status']>> = {
  play: 'waiting',
  waiting: 'waiting',
  playing: 'playing',
  pause: 'rest',
  ended: 'rest',
  error: 'failed',
};

/** One audio element for all rows: another sample replaces the one that plays, and the same one stops. */
export const useSample = () => {
  const audio = useRef<HTMLAudioElement>(null);
  const [state, setState] = useState(AT_REST);

  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const onEvent = ({ type }: Event) => {
      const status = STATUS_AFTER[type];
      if (status) setState((known) => (known.status === status ? known : { ...known, status }));
    };
    for (const event of Object.keys(STATUS_AFTER)) element.addEventListener(event, onEvent);
    return () => {
      for (const event of Object.keys(STATUS_AFTER)) element.removeEventListener(event, onEvent);
    };
  }, []);

  const heard = useRef<string>(undefined);
  const hear = useCallback((voiceId: string, url: string) => {
    const element = audio.current;
    if (!element) return;
    if (heard.current === voiceId && !element.paused) return element.pause();
    heard.current = voiceId;
    setState({ voiceId, status: 'waiting' });
    element.src = url;
    // A refusal of the file comes as an `error`; that of the next press as nothing at all.
    element.play().catch(() => undefined);
  }, []);

  return useMemo(() => ({ audio, state, hear }), [state, hear]);
};
