import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import type { Plans } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/dialog.tsx';

type Size = Plans['pro'][number];
type PlanDetailDialogProps = {
  sizes: readonly Size[];
  chosen: number;
  priceOf: (cents: number) => string;
  onChoose: (creditsPerMonth: number) => void;
  onClose: () => void;
};

/** All sizes side by side: their credits as bars, which are radio buttons, with their prices (PLAN-11). */
export const PlanDetailDialog = ({ sizes, chosen, priceOf, onChoose, onClose }: PlanDetailDialogProps) => {
  const { t } = useLingui();
  const name = useId();
  const most = Math.max(...sizes.map(({ cycleCredits }) => cycleCredits));
  const isYearly = sizes[0]?.period === 'yearly';
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={t`The sizes of Pro`}
      description={
        isYearly
          ? t`Credits of a year, which come at once, and their price.`
          : t`Credits of a month, and their price. A credit costs the same in every size.`
      }
      footer={
        <Button variant="solid" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <fieldset className="grid gap-1">
        <legend className="sr-only">
          <Trans>Size</Trans>
        </legend>
        {sizes.map(({ creditsPerMonth, cycleCredits, cycleCents }) => {
          const isChosen = creditsPerMonth === chosen;
          return (
            <label
              key={creditsPerMonth}
              className={cx(
                'relative grid cursor-pointer grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-1.5 rounded-sm border px-3 py-2',
                'has-focus-visible:outline-2 has-focus-visible:outline-sound-ink',
                isChosen ? 'border-ink' : 'border-transparent hover:bg-sunken',
              )}
            >
              <input
                type="radio"
                name={name}
                checked={isChosen}
                onChange={() => onChoose(creditsPerMonth)}
                className="sr-only"
              />
              <span className={cx('text-sm', isChosen ? 'font-semibold' : 'text-ink-2')}>
                {formatNumber(cycleCredits)}
              </span>
              <span className="text-sm font-medium">{priceOf(cycleCents)}</span>
              <span aria-hidden="true" className="col-span-2 h-2 overflow-hidden rounded-xs bg-sunken">
                <span
                  className={cx('block h-full min-w-1 rounded-xs', isChosen ? 'bg-ink' : 'bg-line-strong')}
                  style={{ width: `${(cycleCredits / most) * 100}%` }}
                />
              </span>
            </label>
          );
        })}
      </fieldset>
    </Dialog>
  );
};
