import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import type { AdminAction } from '../../api/wire.ts';
import { formatAmount, formatDay, formatMoment, formatNumber } from '../../format.ts';
import { LIMIT_WORDS, ROLE_WORDS } from './admin-words.ts';
import { STATUS_WORDS } from './books/book-words.ts';

type State = AdminAction['before'];
type Fact = State[string] | undefined;

/** A fact's name as a person would say it; one that this page does not know keeps its own words. */
const NAMES: Readonly<Record<string, MessageDescriptor>> = {
  role: msg`Role`,
  isBlocked: msg`Access`,
  requests: msg`Requests`,
  isEnabled: msg({ message: 'In use', context: 'vendor or key' }),
  price: msg`Price`,
  freePerDay: msg`Free ones a day`,
  standIn: msg`Stands in`,
  label: msg`Label`,
  hint: msg`Key`,
  key: msg`Key`,
  name: msg`Template`,
  voices: msg`Voices`,
  limitClass: msg`Counted`,
  attempts: msg`Tries`,
  nextTryAt: msg`Next try`,
  balanceCredits: msg`Balance`,
  paymentId: msg`Payment`,
  refundId: msg`Refund`,
  refundedMinor: msg`Given back`,
  amountMinor: msg`Amount`,
  currency: msg`Currency`,
  isByHand: msg`By hand`,
  status: msg`State`,
  vendor: msg`Vendor`,
  per1000Units: msg`For 1,000 units`,
  perCall: msg`For a call`,
  fromDay: msg`From day`,
  workerUrl: msg`Worker’s address`,
};

const MICRODOLLARS = 1_000_000;

/** A fact's value as a person would say it. */
const useFactValue = () => {
  const { t } = useLingui();
  return (fact: string, value: Fact): string => {
    if (value === undefined || value === null) return t`nothing`;
    const words = { role: ROLE_WORDS, limitClass: LIMIT_WORDS, status: STATUS_WORDS }[fact] as
      | Readonly<Record<string, MessageDescriptor>>
      | undefined;
    const word = words?.[String(value)];
    if (word) return t(word);
    if (fact === 'isBlocked') return value === true ? t`suspended` : t`open`;
    if (fact === 'isByHand') return value === 1 ? t`yes` : t`no`;
    if (typeof value === 'boolean') return value ? t`yes` : t`no`;
    if (fact === 'nextTryAt') return formatMoment(Number(value));
    if (fact === 'fromDay') return formatDay(Number(value));
    if (fact === 'refundedMinor' || fact === 'amountMinor') return formatAmount(Number(value));
    if (fact === 'per1000Units' || fact === 'perCall') return `$${Number(value) / MICRODOLLARS}`;
    if (typeof value === 'number') return formatNumber(value);
    return String(value);
  };
};

/** What an action changed: each fact as it stood and as it stands. */
export const StateChange = ({ before, after }: { before: State; after: State }) => {
  const { t } = useLingui();
  const wordOf = useFactValue();
  const facts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <dl className="grid gap-1 text-sm">
      {facts.map((fact) => (
        <div key={fact} className="flex flex-wrap items-baseline gap-x-2">
          <dt className="text-ink-3">{NAMES[fact] ? t(NAMES[fact]) : fact}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
            {before[fact] !== after[fact] && (
              <>
                <del className="text-ink-3 wrap-anywhere">
                  <span className="sr-only">
                    <Trans>was</Trans>{' '}
                  </span>
                  {wordOf(fact, before[fact])}
                </del>
                <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-ink-3 rtl:-scale-x-100" />
              </>
            )}
            <ins className="font-medium text-ink no-underline wrap-anywhere">
              <span className="sr-only">
                <Trans>is now</Trans>{' '}
              </span>
              {wordOf(fact, after[fact])}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
};
