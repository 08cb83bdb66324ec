import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Currency, PlanPeriod, Plans, Subscription } from '../../api/wire.ts';
import { formatCredits, formatMoney } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { PlanAction } from './plan-action.tsx';
import { PlanCard } from './plan-card.tsx';
import { PlanDetailDialog } from './plan-detail-dialog.tsx';
import { formatEach, formatPrice, isLive, PLAN_NAMES, sizeInWords } from './plan-words.ts';

const MONTHS: Record<PlanPeriod, number> = { monthly: 1, yearly: 12 };

type ProCardProps = {
  plans: Plans;
  period: PlanPeriod;
  currency: Currency;
  /** What a dollar is in hundredths of the currency. */
  minorOf: (cents: number) => number;
  current: Subscription | null;
  onDone: (title: string) => void;
};

/** Pro in the size and period that are chosen, with what it comes to. */
export const ProCard = ({ plans, period, currency, minorOf, current, onDone }: ProCardProps) => {
  const { t } = useLingui();
  const sizes = plans.pro.filter((one) => one.period === period);
  const live = isLive(current) ? current : undefined;
  const [size, setSize] = useState<number>();
  const chosen = sizes.find(({ creditsPerMonth }) => creditsPerMonth === (size ?? live?.creditsPerMonth)) ?? sizes[0];
  const [isOpen, setIsOpen] = useState(false);
  if (!chosen) return null;
  const wish = { creditsPerMonth: chosen.creditsPerMonth, period };
  const minor = minorOf(chosen.cycleCents);
  const month = formatPrice(Math.round(minor / MONTHS[period]), currency);
  const each = formatEach(minor, chosen.cycleCredits, currency);
  const cycle = formatCredits(chosen.cycleCredits);
  const total = formatMoney(minor, currency);
  return (
    <PlanCard
      name={PLAN_NAMES.pro}
      isChief
      isCurrent={live !== undefined}
      isDemo={plans.processor?.isDemo ?? false}
      price={month}
      unit={t`a month`}
      about={
        period === 'monthly' ? (
          <Trans>{each} a credit. Charged every month, ends when you say.</Trans>
        ) : (
          <Trans>
            {each} a credit. {total} once a year, and {cycle} at once.
          </Trans>
        )
      }
      gives={[
        period === 'monthly'
          ? t`${cycle} each month, on top of what is left`
          : t`${cycle} each year, on top of what is left`,
        t`Your work goes first in the queue`,
        t`Another size, or its end, with any cycle`,
      ]}
      choice={
        <div className="grid gap-2">
          <Field label={t`Size`}>
            <Select
              options={sizes.map(({ creditsPerMonth }) => ({
                value: String(creditsPerMonth),
                label: sizeInWords(creditsPerMonth),
              }))}
              value={String(chosen.creditsPerMonth)}
              onValueChange={(value) => setSize(Number(value))}
            />
          </Field>
          <Button variant="quiet" size="sm" className="-mx-3 justify-self-start" onClick={() => setIsOpen(true)}>
            <Trans>All sizes and what they give</Trans>
          </Button>
        </div>
      }
    >
      <PlanAction
        live={live}
        wish={wish}
        minor={minor}
        currency={currency}
        isSold={plans.processor !== null}
        onDone={onDone}
      />
      {isOpen && (
        <PlanDetailDialog
          sizes={sizes}
          chosen={chosen.creditsPerMonth}
          priceOf={(cents) => formatMoney(minorOf(cents), currency)}
          onChoose={setSize}
          onClose={() => setIsOpen(false)}
        />
      )}
    </PlanCard>
  );
};
