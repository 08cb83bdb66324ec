import { useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { MediaRef } from '../../api/wire.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatAgo, formatClock } from '../../format.ts';
import { PlayButton } from '../../ui/play-button.tsx';
import { useNow } from '../../ui/use-now.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** A file that may be picked. */
export type Candidate = {
  ref: MediaRef;
  url: string;
  name: string;
  durationMs: number | null;
  createdAt: number;
};

type CandidatesProps = { candidates: readonly Candidate[]; onPick: (ref: MediaRef) => void };

/** How many stand in a row, as they are laid out now. */
const columnsOf = (list: Element): number => getComputedStyle(list).gridTemplateColumns.split(' ').length;

/** Arrow keys walk the candidates, also from row to row; Tab goes past them. */
const useWalk = () => {
  const list = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!list.current) return;
    const stops = [...list.current.querySelectorAll<HTMLElement>('[data-candidate]')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const columns = columnsOf(list.current);
    const onward = getComputedStyle(list.current).direction === 'rtl' ? -1 : 1;
    const next = {
      ArrowRight: at + onward,
      ArrowLeft: at - onward,
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      Home: 0,
      End: stops.length - 1,
    }[event.key];
    if (at === -1 || next === undefined) return;
    event.preventDefault();
    const to = Math.min(Math.max(0, next), stops.length - 1);
    setStop(to);
    stops[to]?.focus();
  };
  const stopAt = (at: number) => ({
    'data-candidate': true,
    tabIndex: at === stop ? 0 : -1,
    onFocus: () => setStop(at),
  });
  return { list, onKeyDown, stopAt };
};

/** Images as tiles, whole: what is cut away by a frame may be what one looks for. */
export const ImageGrid = ({ candidates, onPick }: CandidatesProps) => {
  const { t } = useLingui();
  const { list, onKeyDown, stopAt } = useWalk();
  return (
    <ul ref={list} aria-label={t`Images`} onKeyDown={onKeyDown} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      {candidates.map(({ ref, url, name }, at) => (
        <li key={url} className="min-w-0">
          <button
            type="button"
            {...stopAt(at)}
            onClick={() => onPick(ref)}
            className="grid w-full gap-1.5 rounded-sm text-start hover:[&_img]:border-ink"
          >
            <img
              src={url}
              alt=""
              loading="lazy"
              decoding="async"
              className="aspect-square w-full rounded-sm border border-line bg-sunken object-contain transition-colors"
            />
            <span dir="auto" className="truncate text-xs text-ink-2">
              {name}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};

/** Sounds as rows, each to be heard before it is picked. */
export const SoundList = ({ candidates, onPick }: CandidatesProps) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  const { list, onKeyDown, stopAt } = useWalk();
  const [src, setSrc] = useState('');
  const playback = usePlayback(src);
  const hear = (url: string) => {
    if (url === src) return playback.toggle();
    setSrc(url);
    if (!playback.ref.current) return;
    playback.ref.current.src = url;
    playback.play();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a sound of the listener's own, with its name beside it */}
      <audio ref={playback.ref} preload="none" />
      <ul ref={list} aria-label={t`Sounds`} onKeyDown={onKeyDown} className="grid grid-cols-1 divide-y divide-line">
        {candidates.map(({ ref, url, name, durationMs, createdAt }, at) => (
          <li key={url} className="flex min-w-0 items-center gap-3 py-2">
            <PlayButton
              size="sm"
              tone="line"
              playing={url === src && playback.playing}
              waiting={url === src && playback.starved}
              what={name}
              onToggle={() => hear(url)}
            />
            <button
              type="button"
              {...stopAt(at)}
              onClick={() => onPick(ref)}
              className="flex min-w-0 grow items-baseline gap-4 rounded-xs py-1 text-start hover:[&_.name]:underline"
            >
              <span dir="auto" className="name min-w-0 grow truncate text-sm font-medium underline-offset-4">
                {name}
              </span>
              {durationMs !== null && (
                <span className="shrink-0 text-xs text-ink-3">{formatClock(durationMs / SECOND_MS)}</span>
              )}
              <span className="shrink-0 text-xs text-ink-3">{formatAgo(createdAt, now)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
};
