import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

type SwitchProps = {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** On or off, at once. */
export const Switch = ({ label, hint, checked, onCheckedChange, disabled }: SwitchProps) => {
  const id = useId();
  return (
    <div className={cx('flex items-start justify-between gap-4', disabled && 'opacity-45')}>
      <label htmlFor={id} className="grid gap-0.5">
        <span className="text-sm font-medium text-ink-2">{label}</span>
        {hint !== undefined && <span className="text-xs text-ink-3">{hint}</span>}
      </label>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        disabled={disabled}
        onClick={() => onCheckedChange(!checked)}
        className={cx(
          'group relative mt-0.5 h-5 w-9 shrink-0 touch-reach-3 rounded-full border border-line-strong bg-sunken transition-colors duration-200',
          'hover:border-ink aria-checked:border-ink aria-checked:bg-ink',
        )}
      >
        <span
          className={cx(
            'absolute start-[3px] top-[3px] block size-3 rounded-full bg-line-strong transition-[inset-inline-start] duration-200 ease-out',
            'group-aria-checked:start-[19px] group-aria-checked:bg-on-ink',
          )}
        />
      </button>
    </div>
  );
};
