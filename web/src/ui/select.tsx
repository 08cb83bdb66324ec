import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';
import { controlClass, useField } from './field.tsx';

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<ComponentPropsWithRef<'select'>, 'children' | 'value' | 'onChange'> & {
  options: readonly SelectOption[];
  value: string;
  onValueChange: (value: string) => void;
};

/**
 * The browser's own select, dressed by `appearance: base-select` where there is one. A phone keeps its wheel,
 * a keyboard its type-ahead, and no script or injected style is needed.
 */
export const Select = ({ options, value, onValueChange, className, ...rest }: SelectProps) => {
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
          controlClass,
          'oz-select peer block h-10 w-full appearance-none truncate ps-3 pe-9 text-start text-sm leading-[2.375rem] touch:h-11 touch:leading-[2.625rem]',
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {/* A dressed select does not cut its text by itself: the arrow stands on a patch that covers what is too long. */}
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0.5 end-0.5 grid w-11 place-items-center rounded-sm bg-linear-to-r from-transparent to-raised to-35% ps-2 text-ink-3 peer-disabled:bg-none peer-disabled:opacity-45 rtl:bg-linear-to-l"
      >
        <ChevronDown className="size-4" />
      </span>
    </span>
  );
};
