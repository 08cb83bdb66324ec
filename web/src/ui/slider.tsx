import { useLingui } from '@lingui/react/macro';
import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

const THUMB_PX = 16;

type SliderProps = {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Where the reset goes, and where the small mark stands on the track. */
  neutral: number;
  onValueChange: (value: number) => void;
  format: (value: number) => string;
  disabled?: boolean;
};

/** A value on a scale with its neutral marked. The bar grows from the neutral: what shows is the change. */
export const Slider = ({ label, value, min, max, step, neutral, onValueChange, format, disabled }: SliderProps) => {
  const { t } = useLingui();
  const what = label.toLowerCase();
  const id = useId();
  const at = (position: number): number => ((position - min) / (max - min)) * 100;
  // A neutral at the end of the scale is no middle to deviate from: the bar then fills like a level.
  const origin = neutral === max ? min : neutral;
  const from = Math.min(at(value), at(origin));
  const width = Math.abs(at(value) - at(origin));
  return (
    <fieldset aria-labelledby={id} disabled={disabled} className={cx('grid min-w-0 gap-0.5', disabled && 'opacity-45')}>
      <div className="flex h-8 items-center justify-between gap-2">
        <span id={id} className="text-sm font-medium text-ink-2">
          {label}
        </span>
        <span className="flex items-center gap-1">
          <span className="text-sm text-ink">{format(value)}</span>
          <IconButton
            size="sm"
            tooltip={false}
            label={t`Reset ${what}`}
            icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
            disabled={disabled || value === neutral}
            className={cx('-me-2 disabled:opacity-25')}
            onClick={() => onValueChange(neutral)}
          />
        </span>
      </div>
      <div className="relative flex h-5 items-center">
        <span className="relative h-[3px] grow rounded-full bg-line">
          <span
            className="absolute inset-y-0 rounded-full bg-ink-2"
            style={{ insetInlineStart: `${from}%`, width: `${width}%` }}
          />
          {neutral !== max && neutral !== min && (
            <span
              className="absolute top-1/2 h-2.5 w-px -translate-y-1/2 bg-ink-3"
              style={{ insetInlineStart: `${at(neutral)}%` }}
            />
          )}
        </span>
        <input
          type="range"
          value={value}
          min={min}
          max={max}
          step={step}
          aria-labelledby={id}
          aria-valuetext={format(value)}
          onChange={(event) => onValueChange(Number(event.target.value))}
          className="peer absolute inset-0 size-full touch-none range-veil"
        />
        {/* The browser's own thumb lies under the veil: it stays inside the track, and so does its picture. */}
        <span
          className={cx(
            'pointer-events-none absolute size-4 rounded-full border-[3px] border-ink bg-surface transition-[border-width] duration-150',
            'peer-hover:border-[5px] peer-focus-visible:border-[5px] peer-disabled:border-ink-3',
            'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-sound-ink',
          )}
          style={{ insetInlineStart: `calc(${at(value)}% - ${(at(value) / 100) * THUMB_PX}px)` }}
        />
      </div>
    </fieldset>
  );
};
