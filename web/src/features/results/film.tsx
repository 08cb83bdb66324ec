import { Trans, useLingui } from '@lingui/react/macro';
import { Captions, Maximize, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JobAsset } from '../../api/wire.ts';
import { usePlayback } from '../../audio/use-playback.ts';
import { formatClock } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { PlayButton } from '../../ui/play-button.tsx';
import { Scrubber } from '../../ui/player.tsx';
import { CaptionLines } from '../captions/caption-lines.tsx';
import { widthWithin } from './width-within.ts';

type FilmProps = {
  src: string;
  posterUrl: string | null;
  /** What is seen in it, for who does not see it. */
  alt: string;
  /** What it is, for names: "Preview", "Result". */
  label: string;
  widthPx: number | null;
  heightPx: number | null;
  durationSeconds: number | undefined;
  captions?: NonNullable<JobAsset['captions']> | undefined;
};

/** The whole part goes, so that its controls are there as well. A browser that refuses leaves it where it is. */
const toggleFullScreen = (element: HTMLElement | null): void => {
  const change = document.fullscreenElement ? document.exitFullscreen() : element?.requestFullscreen?.();
  change?.catch(() => undefined);
};

/** As wide as there is room, and no higher than most of the window. */
const shapeOf = (widthPx: number | null, heightPx: number | null) =>
  widthPx && heightPx ? { aspectRatio: `${widthPx} / ${heightPx}`, width: widthWithin(widthPx, heightPx) } : undefined;

/** A film with the house's own controls: a press on the picture plays, and each control is a key away. */
export const Film = ({ src, posterUrl, alt, label, widthPx, heightPx, durationSeconds, captions }: FilmProps) => {
  const { t } = useLingui();
  const what = label.toLowerCase();
  const frame = useRef<HTMLElement>(null);
  const playback = usePlayback<HTMLVideoElement>(src);
  const { ref: video, playing, failed, seconds } = playback;
  const [isMuted, setMuted] = useState(false);
  const [isCaptioned, setCaptioned] = useState(true);
  useEffect(() => {
    const track = video.current?.textTracks[0];
    if (track) track.mode = isCaptioned ? 'showing' : 'hidden';
  }, [video, isCaptioned]);
  const total = playback.duration ?? durationSeconds ?? 0;
  return (
    <section
      ref={frame}
      aria-label={label}
      className="grid min-w-0 gap-2 fullscreen:grid-rows-[minmax(0,1fr)_auto_auto] fullscreen:bg-paper fullscreen:p-4"
    >
      <div
        className="mx-auto grid w-full place-items-center overflow-hidden rounded-md bg-raised in-fullscreen:aspect-auto! in-fullscreen:w-full! in-fullscreen:rounded-none"
        style={shapeOf(widthPx, heightPx)}
      >
        <video
          ref={video}
          src={src}
          poster={posterUrl ?? undefined}
          preload="metadata"
          playsInline
          muted={isMuted}
          aria-label={alt}
          onClick={playback.toggle}
          className="size-full max-h-[70dvh] min-h-0 cursor-pointer object-cover in-fullscreen:max-h-none in-fullscreen:object-contain"
        >
          <track kind="captions" src={captions?.vttUrl} label={t`Captions`} default={captions !== undefined} />
        </video>
      </div>
      <div className="flex min-w-0 items-center gap-3">
        <PlayButton
          playing={playing}
          waiting={playback.starved}
          disabled={failed}
          what={what}
          onToggle={playback.toggle}
        />
        <Scrubber
          playback={playback}
          envelope={undefined}
          totalSeconds={total}
          label={t`Position in ${what}`}
          disabled={failed}
          plain
          className="h-10 grow"
        />
        <div className="-me-2 flex">
          {captions !== undefined && (
            <IconButton
              size="sm"
              label={t`Captions`}
              aria-pressed={isCaptioned}
              icon={<Captions aria-hidden="true" className="size-4" />}
              onClick={() => setCaptioned((on) => !on)}
            />
          )}
          <IconButton
            size="sm"
            label={isMuted ? t`Sound on` : t`Sound off`}
            icon={
              isMuted ? (
                <VolumeX aria-hidden="true" className="size-4" />
              ) : (
                <Volume2 aria-hidden="true" className="size-4" />
              )
            }
            onClick={() => setMuted((off) => !off)}
          />
          <IconButton
            size="sm"
            label={t`Full screen`}
            icon={<Maximize aria-hidden="true" className="size-4" />}
            onClick={() => toggleFullScreen(frame.current)}
          />
        </div>
      </div>
      <p className={cx('min-h-5 text-xs', failed ? 'text-danger' : 'text-ink-3')} role={failed ? 'alert' : undefined}>
        {failed ? (
          <Trans>This film could not be loaded. Reload the page to try again.</Trans>
        ) : (
          <span dir="ltr">
            {formatClock(seconds)} <span aria-hidden="true">/</span> {formatClock(total)}
          </span>
        )}
      </p>
      {captions !== undefined && (
        <div className="in-fullscreen:hidden">
          <CaptionLines aligned={captions.aligned} vttUrl={captions.vttUrl} playback={playback} />
        </div>
      )}
    </section>
  );
};
