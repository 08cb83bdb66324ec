import { useId } from 'react';
import { cx } from './cx.ts';

type ChoiceRowProps<Value extends string> = {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  className?: string;
};

/** One of a few, all in sight: radio buttons that look like a row of words. What does not fit is scrolled to. */
export const ChoiceRow = <Value extends string>({
  label,
  options,
  value,
  onValueChange,
  className,
}: ChoiceRowProps<Value>) => {
  const name = useId();
  return (
    <fieldset className={cx('min-w-0', className)}>
      <legend className="sr-only">{label}</legend>
      <div className="-mx-0.5 flex gap-1.5 overflow-x-auto p-0.5 [scrollbar-width:none]">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative inline-flex h-8 shrink-0 touch:h-11 cursor-pointer items-center rounded-sm border px-3 text-sm font-medium transition-colors duration-150',
              'has-focus-visible:outline-2 has-focus-visible:outline-sound-ink',
              option.value === value
                ? 'border-ink bg-ink text-on-ink'
                : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
