import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';
import { EchoDot } from './echo-rings.tsx';

export type ButtonVariant = 'sound' | 'solid' | 'line' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const BASE =
  'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-sm font-semibold whitespace-nowrap select-none ' +
  'transition-[background-color,border-color,color,transform] duration-150 active:translate-y-px ' +
  'disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45';

const VARIANTS: Record<ButtonVariant, string> = {
  sound: 'bg-sound text-on-sound hover:bg-sound-hover active:bg-sound-press',
  solid: 'bg-ink text-on-ink hover:bg-ink-2',
  line: 'border border-line-strong bg-transparent text-ink hover:border-ink hover:bg-sunken',
  quiet: 'bg-transparent text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'border border-danger bg-transparent text-danger hover:bg-danger-wash',
};

const SIZES: Record<ButtonSize, string> = {
  sm: 'h-8 px-3 text-sm touch:h-10 touch-reach-0.5',
  md: 'h-10 px-4 text-sm touch:h-11',
  lg: 'h-12 px-6 text-base',
};

/** The button's look alone, for a link that acts as the page's next step. */
export const buttonClass = (variant: ButtonVariant = 'line', size: ButtonSize = 'md', extra?: string): string =>
  cx(BASE, VARIANTS[variant], SIZES[size], extra);

type ButtonProps = ComponentPropsWithRef<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** The button keeps its width and its place in the tab order, and ignores presses. */
  loading?: boolean;
  icon?: ReactNode;
};

/** `sound` is reserved for what makes or plays sound; one of them a view at most. */
export const Button = ({
  variant = 'line',
  size = 'md',
  loading = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    type={type}
    aria-busy={loading || undefined}
    aria-disabled={loading || undefined}
    onClick={loading ? (event) => event.preventDefault() : onClick}
    className={buttonClass(variant, size, className)}
  >
    {loading ? <EchoDot /> : icon}
    <span className="truncate">{children}</span>
  </button>
);
