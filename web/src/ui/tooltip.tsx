import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type TooltipProps = { label: string; side?: 'top' | 'bottom'; children: ReactNode };

/**
 * A name that appears on hover and on keyboard focus. Drawn by CSS alone, so a header of icons costs no
 * script; it repeats the control's accessible name and is therefore hidden from screen readers.
 */
export const Tooltip = ({ label, side = 'bottom', children }: TooltipProps) => (
  <span className="group/tip relative inline-flex">
    {children}
    <span
      aria-hidden="true"
      className={cx(
        'pointer-events-none absolute start-1/2 z-30 -translate-x-1/2 rounded-sm rtl:translate-x-1/2 bg-ink px-2 py-1 text-xs font-medium whitespace-nowrap text-on-ink',
        'scale-0 opacity-0 transition-opacity duration-150 group-hover/tip:scale-100 group-hover/tip:opacity-100 group-hover/tip:delay-300',
        'group-has-focus-visible/tip:scale-100 group-has-focus-visible/tip:opacity-100 group-has-aria-expanded/tip:hidden max-sm:hidden',
        side === 'bottom' ? 'top-full mt-1.5' : 'bottom-full mb-1.5',
      )}
    >
      {label}
    </span>
  </span>
);
