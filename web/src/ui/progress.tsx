import { cx } from './cx.ts';

type ProgressProps = {
  label: string;
  /** 0 to 1; leave out while it is not known. */
  value?: number | undefined;
  className?: string;
};

/** A thin bar. Announced as a progress bar, moved smoothly, and travelling while the end is not known. */
export const Progress = ({ label, value, className }: ProgressProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={value === undefined ? undefined : Math.round(value * 100)}
    className={cx('h-[3px] w-full overflow-hidden rounded-full bg-line', className)}
  >
    <div
      className={cx(
        'h-full rounded-full bg-sound',
        value === undefined
          ? 'w-1/3 animate-travel rtl:[animation-direction:reverse]'
          : 'w-full origin-left transition-transform duration-500 ease-out rtl:origin-right',
      )}
      style={value === undefined ? undefined : { transform: `scaleX(${Math.min(1, Math.max(0, value))})` }}
    />
  </div>
);
