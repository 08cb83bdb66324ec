import { cx } from './cx.ts';

/** The mark: a source and two returns, each thinner by the house's factor of 0.62. */
export const Mark = ({ className }: { className?: string }) => (
  <svg
    viewBox="0 0 32 32"
    fill="none"
    aria-hidden="true"
    className={cx('shrink-0 stroke-sound', className ?? 'size-7')}
  >
    <g strokeLinecap="round">
      <circle cx="9" cy="16" r="5.6" strokeWidth="4.4" />
      <path d="M17.8 8.2a11.8 11.8 0 0 1 0 15.6" strokeWidth="2.7" />
      <path d="M23.6 4.9a18.3 18.3 0 0 1 0 22.2" strokeWidth="1.7" />
    </g>
  </svg>
);

/** Mark and name. The name is real text, so it is read aloud and found by search. */
export const Logo = ({ className }: { className?: string }) => (
  <span className={cx('inline-flex items-center gap-2', className)}>
    <Mark />
    <span className="text-[1.1875rem] leading-none font-[650] tracking-[-0.02em] text-ink">Ozvena</span>
  </span>
);
