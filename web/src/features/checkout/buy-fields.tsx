import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { PURCHASE_MAX_CREDITS, PURCHASE_MIN_CREDITS } from '../../../../worker/contract/credit-price.ts';
import type { Currency, Selling } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatAmount, formatMoney, formatNumber } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { minorOfCredits } from './calculator.ts';
import { meansInWords, nextInWords, PROCESSOR_NAMES } from './checkout-words.ts';
import { PayNote } from './pay-note.tsx';
import type { Buying } from './use-buying.ts';

/** Longer than any amount that can be bought, with its separators. */
const TYPED_MAX_CHARS = 14;

type Seller = Selling['processors'][number];

const WayToPay = ({
  seller,
  name,
  isChosen,
  onChoose,
}: {
  seller: Seller;
  name: string;
  isChosen: boolean;
  onChoose: () => void;
}) => (
  <label
    className={cx(
      'relative grid min-w-0 cursor-pointer content-start justify-items-start gap-2 rounded-md border p-3 transition-colors duration-150',
      'has-focus-visible:outline-2 has-focus-visible:outline-sound-ink',
      isChosen ? 'border-ink bg-surface' : 'border-line hover:border-line-strong',
    )}
  >
    <input type="radio" name={name} checked={isChosen} onChange={onChoose} className="sr-only" />
    <span className="flex flex-wrap items-baseline gap-x-2 sm:grid sm:gap-1">
      <span className="text-base font-semibold">{meansInWords(seller.id)}</span>
      <span className="text-sm text-ink-2">
        <Trans>
          by <span translate="no">{PROCESSOR_NAMES[seller.id]}</span>
        </Trans>
      </span>
    </span>
    {seller.isDemo && (
      <Badge>
        <Trans>Demo, no real money</Trans>
      </Badge>
    )}
  </label>
);

const Calculator = ({ buying, currency, minorPerUsd }: { buying: Buying; currency: Currency; minorPerUsd: number }) => {
  const { t } = useLingui();
  const { typed, setTyped, credits, fault, seller } = buying;
  const minor = credits === undefined ? undefined : minorOfCredits(credits, minorPerUsd);
  const least = formatMoney(minorOfCredits(PURCHASE_MIN_CREDITS, minorPerUsd), currency);
  const most = formatMoney(minorOfCredits(PURCHASE_MAX_CREDITS, minorPerUsd), currency);
  const fewest = formatNumber(PURCHASE_MIN_CREDITS);
  const many = formatNumber(PURCHASE_MAX_CREDITS);
  /** What was typed stands as it is until its field is left; then it is written as the other one is. */
  const leave = () =>
    setTyped((known) =>
      credits === undefined
        ? { ...known, isLeft: true }
        : { field: 'credits', text: formatNumber(credits), isLeft: true },
    );
  const write = (field: 'credits' | 'amount') => (event: { target: { value: string } }) =>
    setTyped({ field, text: event.target.value, isLeft: false });
  const faultOf = (field: 'credits' | 'amount'): string | undefined => {
    if (typed.field !== field || fault === undefined) return undefined;
    if (field === 'credits') return t`A whole number from ${fewest} to ${many}.`;
    return t`An amount from ${least} to ${most}.`;
  };
  const own = (field: 'credits' | 'amount', reckoned: string): string =>
    typed.field === field ? typed.text : reckoned;
  const common = { dir: 'ltr', autoComplete: 'off', maxLength: TYPED_MAX_CHARS, onBlur: leave } as const;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-3 gap-y-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_7rem]">
      <Field label={t`Credits`} hint={t`${fewest} to ${many}`} error={faultOf('credits')}>
        <Input
          {...common}
          inputMode="numeric"
          value={own('credits', credits === undefined ? '' : formatNumber(credits))}
          onChange={write('credits')}
        />
      </Field>
      <Field label={t`Amount`} hint={t`${least} for 100 credits`} error={faultOf('amount')}>
        <Input
          {...common}
          inputMode="decimal"
          value={own('amount', minor === undefined ? '' : formatAmount(minor))}
          onChange={write('amount')}
        />
      </Field>
      <Field label={t`Currency`} className="content-start max-sm:col-span-2">
        <Select
          disabled={seller?.currencies.length === 1}
          options={(seller?.currencies ?? []).map((one) => ({ value: one.currency, label: one.currency }))}
          value={currency}
          onValueChange={(chosen) => buying.choose({ currency: chosen as Currency })}
        />
      </Field>
    </div>
  );
};

/** The same before prices are known, at its size. */
const Waiting = () => (
  <div aria-busy="true" className="grid gap-6">
    <div className="grid gap-3">
      <div className="grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_7rem]">
        <Skeleton className="mb-6 h-16.5" />
        <Skeleton className="mb-6 h-16.5" />
        <Skeleton className="h-16.5 max-sm:col-span-2 sm:mb-6" />
      </div>
      <Skeleton className="h-8 touch:h-11" />
    </div>
    <Skeleton className="h-46 max-sm:h-[24.75rem]" />
  </div>
);

/** How many credits, for how much, and how they are paid: all of a purchase but its button. */
export const BuyFields = ({ buying, presets }: { buying: Buying; presets: readonly number[] }) => {
  const { t } = useLingui();
  const name = useId();
  const { selling, seller, rate, credits } = buying;
  if (selling.isPending) return <Waiting />;
  if (selling.isError && !selling.data) return <ReadFault title={t`The prices could not be read`} query={selling} />;
  if (!seller || !rate) {
    return (
      <EmptyState title={t`Nothing is sold here yet`}>
        <Trans>No way to pay is set up. Your balance stays as it is.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6">
      <div className="grid gap-3">
        <Calculator buying={buying} {...rate} />
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">
            <Trans>Often bought</Trans>
          </legend>
          {presets.map((preset) => (
            <button
              key={preset}
              type="button"
              aria-pressed={preset === credits}
              onClick={() => buying.setTyped({ field: 'credits', text: formatNumber(preset), isLeft: true })}
              className={cx(
                'h-8 rounded-sm border px-3 text-sm font-medium touch:h-11',
                preset === credits
                  ? 'border-ink text-ink'
                  : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
              )}
            >
              {formatNumber(preset)}
            </button>
          ))}
        </fieldset>
      </div>
      <fieldset className="grid min-w-0 gap-2">
        <legend className="mb-2 text-sm font-medium text-ink-2">
          <Trans>How to pay</Trans>
        </legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {buying.sellers.map((one) => (
            <WayToPay
              key={one.id}
              seller={one}
              name={name}
              isChosen={one.id === seller.id}
              onChoose={() => buying.choose({ processor: one.id })}
            />
          ))}
        </div>
        <p aria-live="polite" className="mt-1 text-sm text-ink-2 max-sm:min-h-15">
          {nextInWords(seller.id)}
        </p>
        <PayNote error={buying.error} left={buying.left} />
      </fieldset>
    </div>
  );
};
