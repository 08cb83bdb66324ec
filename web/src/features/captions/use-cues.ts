import { type RefObject, useEffect, useState } from 'react';

export type Cue = { startSeconds: number; text: string };
export type Cues = {
  /** Undefined while they are on their way; empty when they could not be read. */
  cues: readonly Cue[] | undefined;
  /** Which one is spoken now; -1 for none. */
  current: number;
};

const NONE: Cues = { cues: undefined, current: -1 };

const plainTextOf = (cue: TextTrackCue): string =>
  cue instanceof VTTCue ? (cue.getCueAsHTML().textContent ?? '').replaceAll(/\s+/g, ' ').trim() : '';

/** Reads a captions file through the browser's own text track of an `<audio>`, and follows it while it plays. */
export const useCues = (audio: RefObject<HTMLAudioElement | null>, vttUrl: string): Cues => {
  const [state, setState] = useState(NONE);
  useEffect(() => {
    const player = audio.current;
    if (!player) return;
    const element = document.createElement('track');
    element.kind = 'captions';
    element.src = vttUrl;
    const { track } = element;
    // Cues are told apart by their object: several may begin at one moment.
    let all: TextTrackCue[] = [];
    const follow = () => {
      const active = track.activeCues?.[0];
      setState((known) => ({ ...known, current: active ? all.indexOf(active) : -1 }));
    };
    const onLoad = () => {
      all = [...(track.cues ?? [])];
      setState({ cues: all.map((cue) => ({ startSeconds: cue.startTime, text: plainTextOf(cue) })), current: -1 });
    };
    const onError = () => setState({ cues: [], current: -1 });
    element.addEventListener('load', onLoad);
    element.addEventListener('error', onError);
    track.addEventListener('cuechange', follow);
    player.append(element);
    // Without this the browser does not fetch the file.
    track.mode = 'hidden';
    return () => {
      element.removeEventListener('load', onLoad);
      element.removeEventListener('error', onError);
      track.removeEventListener('cuechange', follow);
      element.remove();
      setState(NONE);
    };
  }, [audio, vttUrl]);
  return state;
};
