import { Trans, useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { sampleUrlOf } from '../../api/client.ts';
import type { Voice } from '../../api/wire.ts';
import { languageSpokenBy } from '../voices/voice-names.ts';
import { useSample } from './use-sample.ts';
import { VoiceRow } from './voice-row.tsx';

/** The next page is asked for this far ahead of the last row. */
const AHEAD_PX = '600px';
/** The same for who walks with the arrow keys. */
const AHEAD_ROWS = 8;

type VoiceResultsProps = {
  voices: readonly Voice[];
  vendorNames: ReadonlyMap<string, string>;
  chosen: string | undefined;
  /** What samples are played in, by a voice that can. */
  language: string;
  onPick: (voice: Voice) => void;
  /** Asks for more; undefined where there is no more. */
  onMore: (() => void) | undefined;
};

/** A long list of voices: arrows walk it, Space plays, Enter takes. It grows before its end is reached. */
export const VoiceResults = ({ voices, vendorNames, chosen, language, onPick, onMore }: VoiceResultsProps) => {
  const { t } = useLingui();
  const { audio, state, hear } = useSample();
  const list = useRef<HTMLUListElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(chosen);

  useEffect(() => {
    if (!end.current || !onMore) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onMore(), {
      rootMargin: AHEAD_PX,
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onMore]);

  // A row that is filtered away takes the focus with it, and no blur is told; the first of the new ones gets it.
  const isInList = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another list that is looked at
  useEffect(() => {
    if (isInList.current && document.activeElement === document.body) {
      list.current?.querySelector<HTMLElement>('[data-voice][tabindex="0"]')?.focus();
    }
  }, [voices]);

  const onHear = useCallback(
    (voice: Voice) => hear(voice.id, sampleUrlOf(voice.sampleUrl, languageSpokenBy(voice, language))),
    [hear, language],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-voice]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const voice = voices[at];
    if (event.key === ' ' && voice) {
      event.preventDefault();
      return onHear(voice);
    }
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next >= rows.length - AHEAD_ROWS) onMore?.();
    rows[Math.min(Math.max(0, next), rows.length - 1)]?.focus();
  };

  const stopId = voices.some(({ id }) => id === stop) ? stop : voices[0]?.id;
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a sample says its voice's name, which stands beside it */}
      <audio ref={audio} preload="none" />
      <ul
        ref={list}
        aria-label={t`Voices`}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          isInList.current = true;
          if (target.dataset.voice !== undefined) setStop(target.dataset.voice);
        }}
        onBlur={() => {
          isInList.current = false;
        }}
        className="border-t border-line"
      >
        {voices.map((voice) => (
          <VoiceRow
            key={voice.id}
            voice={voice}
            vendorName={vendorNames.get(voice.provider) ?? voice.provider}
            isChosen={voice.id === chosen}
            isStop={voice.id === stopId}
            sample={voice.id === state.voiceId ? state.status : 'rest'}
            onHear={onHear}
            onPick={onPick}
          />
        ))}
      </ul>
      <div ref={end} />
      <p role="status" className="sr-only">
        {state.status === 'failed' && <Trans>That sample could not be played.</Trans>}
      </p>
    </>
  );
};
