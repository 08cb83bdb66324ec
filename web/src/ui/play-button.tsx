import { t } from '@lingui/core/macro';
import { Pause, Play } from 'lucide-react';
import type { Ref } from 'react';
import { cx } from './cx.ts';
import { EchoDot } from './echo-rings.tsx';

type PlayButtonProps = {
  playing: boolean;
  /** Sound has been asked for and is not here yet. */
  waiting?: boolean;
  disabled?: boolean;
  onToggle: () => void;
  /** What is played, for its name: "Play preview". */
  what?: string;
  size?: 'sm' | 'md' | 'lg';
  tone?: 'sound' | 'line';
  buttonRef?: Ref<HTMLButtonElement>;
  /** -1 where a key of the row does the same. */
  tabIndex?: number;
};

const SIZES = {
  sm: 'size-8 touch-reach-1.5 [&_svg]:size-3.5',
  md: 'size-11 [&_svg]:size-[1.125rem]',
  lg: 'size-20 [&_svg]:size-8',
};

const nameOf = (playing: boolean, what: string | undefined): string => {
  if (what === undefined) return playing ? t`Pause` : t`Play`;
  return playing ? t`Pause ${what}` : t`Play ${what}`;
};

/** The source. Circles in this house are for sound, and this is the one that is pressed. */
export const PlayButton = ({
  playing,
  waiting = false,
  disabled = false,
  onToggle,
  what,
  size = 'md',
  tone = 'sound',
  buttonRef,
  tabIndex,
}: PlayButtonProps) => (
  <button
    ref={buttonRef}
    type="button"
    disabled={disabled}
    tabIndex={tabIndex}
    aria-busy={waiting || undefined}
    aria-label={nameOf(playing, what)}
    onClick={onToggle}
    className={cx(
      'relative grid shrink-0 place-items-center rounded-full transition-[background-color,transform,border-color] duration-150 active:scale-95',
      'disabled:pointer-events-none',
      !waiting && 'disabled:opacity-40',
      tone === 'sound'
        ? 'bg-sound text-on-sound hover:bg-sound-hover active:bg-sound-press'
        : 'border border-line-strong bg-raised text-ink hover:border-ink',
      SIZES[size],
    )}
  >
    {waiting ? (
      <EchoDot />
    ) : playing ? (
      <Pause aria-hidden="true" fill="currentColor" strokeWidth={0} />
    ) : (
      <Play aria-hidden="true" fill="currentColor" strokeWidth={0} className="translate-x-[6%]" />
    )}
  </button>
);
