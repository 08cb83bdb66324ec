import { cx } from './cx.ts';

/** The shape of what is on its way, at its final size. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden="true" className={cx('block animate-breathe rounded-xs bg-line', className ?? 'h-4 w-full')} />
);
