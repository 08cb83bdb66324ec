import { Trans, useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import type { Envelope } from '../audio/envelope.ts';
import { type Sound, useEnvelope, useSoundAddress } from '../audio/use-envelope.ts';
import { useLevelAgo } from '../audio/use-level-ago.ts';
import { type Playback, usePlayback } from '../audio/use-playback.ts';
import { formatClock } from '../format.ts';
import { cx } from './cx.ts';
import { EchoField } from './echo-field.tsx';
import { PlayButton } from './play-button.tsx';
import { Waveform } from './waveform.tsx';

const KEY_STEP_SECONDS = 2;
const PERCENT = 100;
/** A longer sound is not decoded for its drawing: a book would take hundreds of megabytes. */
const DRAWN_MAX_SECONDS = 10 * 60;

type ScrubberProps = {
  playback: Playback;
  envelope: Envelope | undefined;
  totalSeconds: number;
  label: string;
  disabled?: boolean;
  /** A bar without bars, where there is no drawing. */
  plain?: boolean;
  className?: string;
};

/** The waveform as a control: a range input lies over the drawing, so pointer, keys and screen readers all work. */
export const Scrubber = ({
  playback,
  envelope,
  totalSeconds,
  label,
  disabled,
  plain = false,
  className,
}: ScrubberProps) => {
  const { t } = useLingui();
  const total = Math.max(totalSeconds, 0.01);
  const position = formatClock(playback.seconds);
  const length = formatClock(total);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = {
      ArrowRight: KEY_STEP_SECONDS,
      ArrowUp: KEY_STEP_SECONDS,
      ArrowLeft: -KEY_STEP_SECONDS,
      ArrowDown: -KEY_STEP_SECONDS,
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      playback.seek(playback.seconds + step);
    }
    if (event.key === ' ') {
      event.preventDefault();
      playback.toggle();
    }
  };
  return (
    // Time runs from left to right in every language.
    <div
      dir="ltr"
      className={cx(
        'relative min-w-0 rounded-xs has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-sound-ink',
        className ?? 'h-12',
      )}
    >
      {plain ? (
        <span className="absolute inset-x-0 top-1/2 block h-1.5 -translate-y-1/2 overflow-hidden rounded-full bg-line">
          <span
            className="block h-full rounded-full bg-sound"
            style={{ width: `${Math.min(1, playback.seconds / total) * PERCENT}%` }}
          />
        </span>
      ) : (
        <Waveform
          envelope={envelope}
          totalSeconds={total}
          played={playback.seconds / total}
          className="absolute inset-0 block size-full"
        />
      )}
      <input
        type="range"
        min={0}
        max={total}
        step={0.01}
        value={Math.min(playback.seconds, total)}
        disabled={disabled}
        aria-label={label}
        aria-valuetext={t`${position} of ${length}`}
        onChange={(event) => playback.seek(Number(event.target.value))}
        onKeyDown={onKeyDown}
        className="absolute inset-0 size-full range-veil"
      />
    </div>
  );
};

type PlayerProps = {
  sound: Sound;
  /** What it is, for names: "Preview", "Result". */
  label: string;
  /** Known beforehand from the server, until the file itself says so. */
  durationSeconds?: number | undefined;
  /** Play as soon as it is here. */
  autoPlay?: boolean;
  tone?: 'sound' | 'line';
  /** Rings around the button, over the nearest positioned box. One a view. */
  field?: boolean;
  /** What runs along with it, under the player. */
  along?: ((playback: Playback) => ReactNode) | undefined;
  children?: ReactNode;
};

/** Play, waveform and time of one file. Works with a Blob's address and with an asset's. */
export const Player = ({
  sound,
  label,
  durationSeconds,
  autoPlay = false,
  tone = 'sound',
  field = false,
  along,
  children,
}: PlayerProps) => {
  const { t } = useLingui();
  const what = label.toLowerCase();
  const src = useSoundAddress(sound);
  const playback = usePlayback(src);
  const total = playback.duration ?? durationSeconds ?? 0;
  const isLong = total > DRAWN_MAX_SECONDS;
  const envelope = useEnvelope(isLong ? undefined : sound);
  const source = useRef<HTMLButtonElement>(null);
  const levelAgo = useLevelAgo(playback, envelope);
  const { play } = playback;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new source starts, a new wish does not
  useEffect(() => {
    if (autoPlay) play();
  }, [src, play]);
  return (
    <section aria-label={label} className="grid min-w-0 gap-1.5">
      {field && (
        <EchoField
          sourceRef={source}
          levelAgo={levelAgo}
          playing={playback.playing}
          strength={0.5}
          className={cx(
            // Beyond the box that the player stands in, to the edges of the one that cuts it.
            'pointer-events-none absolute -start-6 -top-6 -z-10 w-[calc(100%+3rem)]',
            // What runs along is there to be read: the rings end above it.
            along ? 'h-52 [mask-image:linear-gradient(to_bottom,black_45%,transparent)]' : 'h-[calc(100%+3rem)]',
          )}
        />
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: the text that is spoken stands beside it */}
      <audio ref={playback.ref} src={src === '' ? undefined : src} preload="metadata" />
      <div className="flex min-w-0 items-center gap-4">
        <PlayButton
          buttonRef={source}
          playing={playback.playing}
          waiting={playback.starved}
          disabled={src === '' || playback.failed}
          what={what}
          tone={tone}
          onToggle={playback.toggle}
        />
        <Scrubber
          playback={playback}
          envelope={envelope}
          totalSeconds={total}
          label={t`Position in ${what}`}
          disabled={src === '' || playback.failed}
          plain={isLong}
          className="h-12 grow"
        />
      </div>
      <div className="flex min-h-5 items-center justify-between gap-3 ps-15 text-xs text-ink-3">
        {playback.failed ? (
          <span role="alert" className="text-danger">
            <Trans>This sound could not be loaded. Reload the page to try again.</Trans>
          </span>
        ) : (
          <span dir="ltr">
            {formatClock(playback.seconds)} <span aria-hidden="true">/</span> {formatClock(total)}
          </span>
        )}
        {children}
      </div>
      {along?.(playback)}
    </section>
  );
};
