import { type ComponentProps, type ReactNode, useState } from 'react';
import type { HistoryItem, JobAsset } from '../../api/wire.ts';
import { useEnvelope } from '../../audio/use-envelope.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatClock } from '../../format.ts';
import { PlayButton } from '../../ui/play-button.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Waveform } from '../../ui/waveform.tsx';
import { mediaKindOf } from '../jobs/media-kind.ts';
import { DemoMark } from './item-actions.tsx';
import { ItemLink } from './item-link.tsx';
import { TYPE_WORDS, titleOf } from './item-words.ts';

const SECOND_MS = 1_000;
/** A longer sound is not decoded for its drawing. */
const DRAWN_MAX_SECONDS = 10 * 60;

const fileOf = ({ preview, finals }: HistoryItem, kind: 'audio' | 'video'): JobAsset | undefined =>
  [...finals, ...(preview ? [preview] : [])].find((asset) => mediaKindOf(asset) === kind);

/** Sound: plays in its place. Its drawing is that of the samples, so it comes with them and not before. */
const SoundFace = ({ item, sound }: { item: HistoryItem; sound: JobAsset }) => {
  const playback = usePlayback(sound.url);
  const { playing, seconds } = playback;
  const total = playback.duration ?? (sound.durationMs ?? 0) / SECOND_MS;
  const isDrawn = (playing || seconds > 0) && total <= DRAWN_MAX_SECONDS;
  const envelope = useEnvelope(isDrawn ? sound.url : undefined);
  return (
    <div className="grid size-full content-between p-3">
      {/* biome-ignore lint/a11y/useMediaCaption: the text that is spoken is its title and stands on its page */}
      <audio ref={playback.ref} src={sound.url} preload="none" />
      <PlayButton
        playing={playing}
        waiting={playback.starved}
        disabled={playback.failed}
        what={titleOf(item)}
        tone={playing ? 'sound' : 'line'}
        onToggle={playback.toggle}
      />
      <div className="grid gap-1" dir="ltr">
        <Waveform
          envelope={envelope}
          totalSeconds={Math.max(total, 0.01)}
          played={total > 0 ? seconds / total : 0}
          className="block h-8 w-full"
        />
        <span className="flex h-4.5 items-center justify-between gap-2 text-xs text-ink-3">
          <span>
            {seconds > 0 && `${formatClock(seconds)} / `}
            {formatClock(total)}
          </span>
          {item.demo && <DemoMark />}
        </span>
      </div>
    </div>
  );
};

const isSomethingPlaying = (): boolean =>
  [...document.querySelectorAll<HTMLMediaElement>('audio, video')].some((media) => !media.paused);

/** Film: its still, and without sound what moves when one points at it or comes to it by key. */
const FilmFace = ({ item, film }: { item: HistoryItem; film: JobAsset }) => {
  const isCalm = useMedia('(prefers-reduced-motion: reduce)');
  const [moves, setMoves] = useState(false);
  // Whoever listens to something goes on listening.
  const begin = () => setMoves(!isCalm && !isSomethingPlaying());
  const end = () => setMoves(false);
  return (
    <OpenLink item={item} onPointerEnter={begin} onPointerLeave={end} onFocus={begin} onBlur={end}>
      <Still item={item} />
      {moves && (
        <video
          src={item.preview && mediaKindOf(item.preview) === 'video' ? item.preview.url : film.url}
          autoPlay
          muted
          loop
          playsInline
          className="absolute inset-0 size-full object-cover"
        />
      )}
      <Marks isDemo={item.demo}>{film.durationMs !== null && formatClock(film.durationMs / SECOND_MS)}</Marks>
    </OpenLink>
  );
};

/** Its name is what it is of; what it shows besides, such as its length, is for the eye. */
const OpenLink = ({ item, children, ...rest }: ComponentProps<typeof ItemLink>) => (
  <ItemLink item={item} className="relative block size-full focus-visible:outline-offset-[-3px]" {...rest}>
    <span className="sr-only">{titleOf(item)}</span>
    <span aria-hidden="true" className="contents">
      {children}
    </span>
  </ItemLink>
);

/** In the corner of what is seen: how it was made, and how long or how many it is. */
const Marks = ({ isDemo, children }: { isDemo: boolean; children: ReactNode }) => (
  <span className="absolute end-2 bottom-2 flex items-center gap-1">
    {isDemo && <DemoMark />}
    {children !== false && (
      <span dir="ltr" className="rounded-xs bg-paper/85 px-1.5 text-xs leading-4.5 text-ink">
        {children}
      </span>
    )}
  </span>
);

/** The picture that stands for it, or its kind where there is none. */
export const Still = ({ item }: { item: HistoryItem }) => {
  const Icon = TYPE_WORDS[item.type].icon;
  return item.thumbnailUrl === null ? (
    <span className="grid size-full place-items-center text-ink-3">
      <Icon aria-hidden="true" className="size-6" />
    </span>
  ) : (
    <img src={item.thumbnailUrl} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
  );
};

/** Markdown without its marks, where there is room for a few words only. */
const plainOf = (markdown: string): string => markdown.replace(/[*_`#>|]+/g, '').trim();

/** How a result looks in the box that it is given: heard, seen or read. */
export const ItemFace = ({ item }: { item: HistoryItem }) => {
  const sound = fileOf(item, 'audio');
  const film = fileOf(item, 'video');
  if (item.type === 'audio' && sound) return <SoundFace item={item} sound={sound} />;
  if (item.type === 'video' && film) return <FilmFace item={item} film={film} />;
  return (
    <OpenLink item={item}>
      {item.type === 'chat' ? (
        <span dir="auto" className="block p-3 pe-12">
          <span className="line-clamp-3 text-sm leading-5 text-ink-2 wrap-anywhere sm:line-clamp-5">
            {plainOf(item.conversation?.excerpt ?? '') || titleOf(item)}
          </span>
        </span>
      ) : (
        <Still item={item} />
      )}
      <Marks isDemo={item.demo}>{item.type === 'image' && item.finals.length > 1 && item.finals.length}</Marks>
    </OpenLink>
  );
};
