import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type BadgeTone = 'plain' | 'sound' | 'good' | 'danger';

const TONES: Record<BadgeTone, string> = {
  plain: 'border-line text-ink-2',
  sound: 'border-transparent bg-sound-wash text-sound-ink',
  good: 'border-transparent bg-good-wash text-good',
  danger: 'border-transparent bg-danger-wash text-danger',
};

/** One or two words on the state of a thing. Colour only ever repeats what the word says. */
export const Badge = ({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) => (
  <span
    className={cx(
      'inline-flex h-[1.375rem] max-w-full shrink-0 items-center gap-1.5 truncate rounded-xs border px-1.5 text-xs font-medium',
      TONES[tone],
    )}
  >
    {children}
  </span>
);
