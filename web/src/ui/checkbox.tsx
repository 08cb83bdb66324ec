import { type ComponentPropsWithRef, useEffect, useRef } from 'react';
import { cx } from './cx.ts';

type CheckboxProps = Omit<ComponentPropsWithRef<'input'>, 'type' | 'ref'> & {
  /** Some of what it stands for is chosen, and some is not. */
  isPartial?: boolean;
};

/** Yes, no, or partly. Its name comes from a label around it, or from `aria-label`. */
export const Checkbox = ({ isPartial = false, className, ...rest }: CheckboxProps) => {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = isPartial;
  }, [isPartial]);
  return (
    <input
      ref={ref}
      type="checkbox"
      {...rest}
      className={cx(
        'relative grid size-5 shrink-0 touch-reach-3 cursor-pointer appearance-none place-content-center rounded-xs border border-line-strong bg-raised transition-colors duration-150',
        'hover:border-ink-2 checked:border-ink checked:bg-ink indeterminate:border-ink indeterminate:bg-ink',
        'disabled:opacity-45 disabled:hover:border-line-strong forced-colors:appearance-auto',
        'before:size-3 before:scale-0 before:bg-on-ink checked:before:scale-100 indeterminate:before:scale-100',
        'before:[clip-path:polygon(14%_46%,0_61%,39%_98%,100%_22%,85%_8%,38%_69%)] indeterminate:before:[clip-path:inset(40%_6%)]',
        className,
      )}
    />
  );
};
