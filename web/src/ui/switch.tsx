import { Switch as RadixSwitch } from 'radix-ui';
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
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={onCheckedChange}
        className={cx(
          'relative mt-0.5 h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors duration-200',
          'hover:border-ink data-[state=checked]:border-ink data-[state=checked]:bg-ink',
        )}
      >
        <RadixSwitch.Thumb
          className={cx(
            'block size-3 translate-x-[3px] rounded-full bg-line-strong transition-transform duration-200 ease-out',
            'data-[state=checked]:translate-x-[19px] data-[state=checked]:bg-on-ink',
          )}
        />
      </RadixSwitch.Root>
    </div>
  );
};
