import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';

/** A bounded surface. A line bounds it, not a shadow: shadows are kept for what floats. */
export const Card = ({ className, ...rest }: ComponentPropsWithRef<'div'>) => (
  <div {...rest} className={cx('min-w-0 rounded-md border border-line bg-surface', className)} />
);
