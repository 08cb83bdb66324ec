import { useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import type { AspectRatio } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { SHAPES } from './options.ts';

const LONG_SIDE_PX = 22;

/** The shape itself, its long side always the same. */
const sidesOf = (ratio: AspectRatio) => {
  const [wide = 1, high = 1] = ratio.split(':').map(Number);
  const scale = LONG_SIDE_PX / Math.max(wide, high);
  return { width: `${wide * scale}px`, height: `${high * scale}px` };
};

type RatioChoiceProps = { value: AspectRatio; onValueChange: (ratio: AspectRatio) => void };

/** How wide for how high: radio buttons that show the shape they stand for. */
export const RatioChoice = ({ value, onValueChange }: RatioChoiceProps) => {
  const { t } = useLingui();
  const name = useId();
  return (
    <fieldset className="col-span-full min-w-0">
      <legend className="mb-1.5 text-sm font-medium text-ink-2">{t`Shape`}</legend>
      <div dir="ltr" className="grid grid-cols-5 gap-1.5">
        {SHAPES.map((ratio) => (
          <label
            key={ratio}
            className={cx(
              'grid h-[4.25rem] cursor-pointer content-center justify-items-center gap-1.5 rounded-sm border text-xs transition-colors duration-150',
              'has-focus-visible:outline-2 has-focus-visible:outline-sound-ink',
              ratio === value
                ? 'border-ink text-ink'
                : 'border-line text-ink-3 hover:border-line-strong hover:text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={ratio}
              checked={ratio === value}
              onChange={() => onValueChange(ratio)}
              className="sr-only"
            />
            <span aria-hidden="true" className="grid h-6 place-items-center">
              <span
                className={cx('block rounded-xs border-[1.5px] border-current', ratio === value && 'bg-ink/15')}
                style={sidesOf(ratio)}
              />
            </span>
            {ratio}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
