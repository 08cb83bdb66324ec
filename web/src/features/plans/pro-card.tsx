import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { PlanWish } from '../../api/plan-queries.ts';
import { changeSubscription } from '../../api/plan-queries.ts';
import type { Currency, PlanPeriod, Plans, Subscription } from '../../api/wire.ts';
import { formatCredits, formatDay, formatMoney } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Confirm } from '../account/confirm.tsx';
import { PayNote } from '../checkout/pay-note.tsx';
import { PlanCard } from './plan-card.tsx';
import { PlanDetailDialog } from './plan-detail-dialog.tsx';
import { formatEach, goesOn, isLive, PLAN_NAMES, priceInWords, sizeInWords } from './plan-words.ts';
import { useManaging } from './use-managing.ts';
import { useSubscribing } from './use-subscribing.ts';

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

const ChangeButton = ({ current, wish, minor, onDone }: ChangeButtonProps) => {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const change = useManaging(
    () => changeSubscription(current.id, wish),
    () => {
      setAsking(false);
      onDone(t`Your plan changes with its next cycle.`);
    },
  );
  const end = current.periodEndAt === null ? '' : formatDay(current.periodEndAt);
  const size = sizeInWords(wish.creditsPerMonth);
  const price = priceInWords(minor, current.currency, wish.period);
  return (
    <>
      <Button variant="solid" onClick={() => setAsking(true)}>
        <Trans>Change to this</Trans>
      </Button>
      <Confirm
        open={asking}
        title={t`Change your plan?`}
        description={t`From ${end} on you have ${size}, for ${price}. Until then everything stays as it is, and you can take it back.`}
        keep={t`Leave it`}
        go={t`Change the plan`}
        pending={change.isPending}
        error={change.error}
        onClose={() => setAsking(false)}
        onConfirm={() => change.mutate()}
      />
    </>
  );
};
type ChangeButtonProps = { current: Subscription; wish: PlanWish; minor: number; onDone: (title: string) => void };

const isSame = (one: PlanWish | null, other: PlanWish): boolean =>
  one !== null && one.creditsPerMonth === other.creditsPerMonth && one.period === other.period;

/** Pro in the size and period that are chosen, with what it comes to. */
export const ProCard = ({ plans, period, currency, minorOf, current, onDone }: ProCardProps) => {
  const { t } = useLingui();
  const sizes = plans.pro.filter((one) => one.period === period);
  const live = isLive(current) ? current : undefined;
  const [size, setSize] = useState<number>();
  const chosen = sizes.find(({ creditsPerMonth }) => creditsPerMonth === (size ?? live?.creditsPerMonth)) ?? sizes[0];
  const [isOpen, setIsOpen] = useState(false);
  const subscribing = useSubscribing(() => onDone(t`Welcome to Pro. Your credits are here.`));
  if (!chosen) return null;
  const wish = { creditsPerMonth: chosen.creditsPerMonth, period } as PlanWish;
  const minor = minorOf(chosen.cycleCents);
  const month = formatMoney(Math.round(minor / MONTHS[period]), currency);
  const each = formatEach(minor, chosen.cycleCredits, currency);
  const cycle = formatCredits(chosen.cycleCredits);
  const total = formatMoney(minor, currency);
  const isCurrent = live !== undefined && isSame(live as PlanWish, wish);
  const isPlanned = live !== undefined && isSame(live.next as PlanWish | null, wish);
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
    >
      <div className="grid gap-3">
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
        {live === undefined ? (
          <Button
            variant="solid"
            loading={subscribing.isPending}
            disabled={plans.processor === null}
            onClick={() => subscribing.subscribe({ ...wish, currency })}
          >
            {period === 'monthly' ? (
              <Trans>Subscribe for {total} a month</Trans>
            ) : (
              <Trans>Subscribe for {total} a year</Trans>
            )}
          </Button>
        ) : isCurrent ? (
          <Button disabled>
            <Trans>This is your plan</Trans>
          </Button>
        ) : isPlanned ? (
          <Button disabled>
            <Trans>Begins with the next cycle</Trans>
          </Button>
        ) : goesOn(live) ? (
          <ChangeButton current={live} wish={wish} minor={minor} onDone={onDone} />
        ) : (
          <Button disabled>
            <Trans>Your plan cannot be changed now</Trans>
          </Button>
        )}
        <Button variant="quiet" size="sm" onClick={() => setIsOpen(true)}>
          <Trans>All sizes and what they give</Trans>
        </Button>
        {live === undefined &&
          (subscribing.isWaiting ? (
            <p role="status" className="min-h-5 text-sm text-ink-2">
              <Trans>Your payment is being confirmed. Pro begins by itself.</Trans>
            </p>
          ) : (
            <PayNote error={subscribing.error} left={subscribing.left} />
          ))}
      </div>
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
