import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

type IconButtonProps = Omit<ComponentPropsWithRef<'button'>, 'aria-label' | 'children'> & {
  /** Said by screen readers and shown in the tooltip: an icon alone explains nothing. */
  label: string;
  icon: ReactNode;
  size?: 'sm' | 'md';
  /** Shorter words than the label, where that names the thing too; or none. */
  tooltip?: string | boolean;
};

/** A square button of one icon with its name as tooltip. */
export const IconButton = ({ label, icon, size = 'md', tooltip = true, className, ...rest }: IconButtonProps) => {
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={cx(
        'relative inline-grid shrink-0 place-items-center rounded-sm text-ink-2 transition-colors duration-150',
        'hover:bg-sunken hover:text-ink disabled:pointer-events-none disabled:opacity-45 aria-pressed:text-sound-ink',
        size === 'sm' ? 'size-8 touch:size-10 touch-reach-0.5' : 'size-10 touch:size-11',
        className,
      )}
    >
      {icon}
    </button>
  );
  if (tooltip === false) return button;
  return <Tooltip label={tooltip === true ? label : tooltip}>{button}</Tooltip>;
};
