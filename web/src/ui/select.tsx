import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';
import { controlClass, useField } from './field.tsx';

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentPropsWithRef<'select'>, 'children' | 'value' | 'onChange'> & {
  options: readonly SelectOption[];
  value: string;
  onValueChange: (value: string) => void;
  /** Without a box, for a line of controls under a text. */
  bare?: boolean;
};

/**
 * The browser's own select, dressed by `appearance: base-select` where there is one. A phone keeps its wheel,
 * a keyboard its type-ahead, and no script or injected style is needed.
 */
export const Select = ({ options, value, onValueChange, bare = false, className, ...rest }: SelectProps) => {
  const field = useField();
  return (
    <span className={cx('relative inline-flex min-w-0 items-center', className)}>
      <select
        id={field?.control}
        aria-describedby={field?.describedBy}
        aria-invalid={field?.invalid || undefined}
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className={cx(
          'oz-select flex h-10 w-full appearance-none items-center truncate ps-3 pe-9 text-start text-sm',
          bare
            ? 'rounded-sm border border-transparent bg-transparent font-medium text-ink hover:bg-sunken disabled:opacity-45'
            : controlClass,
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute end-3 size-4 text-ink-3" />
    </span>
  );
};
