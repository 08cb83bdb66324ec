import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { usageQuery } from '../../api/money-queries.ts';
import { formatNumber } from '../../format.ts';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Beyond a year a count of days tells nobody anything. */
const YEAR_DAYS = 365;

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid content-start gap-1">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="text-lg font-semibold wrap-anywhere">{children}</dd>
  </div>
);

/** What is used, and how long the balance lasts at that pace (UI-13). Left out where it could not be read: the statement below has it all. */
export const UsageFacts = () => {
  const { t } = useLingui();
  const title = useId();
  const { data: usage, isError } = useQuery(usageQuery);
  if (isError && !usage) return null;
  const figure = (value: number | undefined) =>
    value === undefined ? <Skeleton className="my-1 h-5 w-16" /> : formatNumber(value);
  const days = usage?.daysLeft;
  const many = formatNumber(days ?? 0);
  return (
    <section aria-labelledby={title} className="grid gap-3">
      <h2 id={title} className="text-lg font-semibold">
        <Trans>Usage</Trans>
      </h2>
      <dl
        aria-busy={!usage}
        className="grid grid-cols-2 gap-x-6 gap-y-5 rounded-md border border-line bg-surface p-4 sm:grid-cols-4 sm:p-5"
      >
        <Figure name={t`Used today`}>{figure(usage?.todayCredits)}</Figure>
        <Figure name={t`This month`}>{figure(usage?.monthCredits)}</Figure>
        <Figure name={t`Last 30 days`}>{figure(usage?.last30DaysCredits)}</Figure>
        <Figure name={t`Lasts at this pace`}>
          {days === undefined ? (
            figure(undefined)
          ) : days === null ? (
            <span className="block text-sm leading-7 font-normal text-ink-3">
              <Trans>nothing used yet</Trans>
            </span>
          ) : days === 0 ? (
            <Trans>under a day</Trans>
          ) : days > YEAR_DAYS ? (
            <Trans>over a year</Trans>
          ) : (
            <Plural value={days} one={`${many} day`} other={`${many} days`} />
          )}
        </Figure>
      </dl>
    </section>
  );
};
