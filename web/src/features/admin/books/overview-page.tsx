import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { figuresUrlOf, revenueQuery } from '../../../api/book-client.ts';
import type { MoneyFlow, Revenue } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { formatCents, formatChange, formatNumber } from '../../../format.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Bars } from './bars.tsx';
import { formatPeriod } from './book-days.ts';
import { PROCESSOR_NAMES } from './book-words.ts';
import { Figure, Figures } from './figure.tsx';
import { FiguresTools, useFiguresTime } from './figures-tools.tsx';

const netOf = ({ receivedCents, refundedCents }: MoneyFlow): number => receivedCents - refundedCents;

const Money = ({ revenue }: { revenue: Revenue | undefined }) => {
  const { t } = useLingui();
  const money = revenue?.money;
  const owed = formatNumber(revenue?.owedCredits ?? 0);
  return (
    <Figures busy={!revenue}>
      <Figure name={t`Received`} small={<Plural value={money?.payments ?? 0} one="# payment" other="# payments" />}>
        {money && formatCents(money.receivedCents)}
      </Figure>
      <Figure name={t`Given back`} small={<Plural value={money?.refunds ?? 0} one="# refund" other="# refunds" />}>
        {money && formatCents(money.refundedCents)}
      </Figure>
      <Figure name={t`Left of it`} small={t`before the processors’ fees`}>
        {money && formatCents(netOf(money))}
      </Figure>
      <Figure
        name={t`Plans bring a month`}
        small={<Plural value={revenue?.liveSubscriptions ?? 0} one="# live plan" other="# live plans" />}
      >
        {revenue && formatCents(revenue.mrrCents)}
      </Figure>
      <Figure name={t`Owed in work, now`} small={t`worth ${formatCents(revenue?.outstandingCents ?? 0)}`}>
        {revenue && formatNumber(revenue.outstandingCredits)}
      </Figure>
      <Figure name={t`Owed by people, now`} small={t`credits of refunds that were spent`}>
        {revenue && owed}
      </Figure>
    </Figures>
  );
};

const Credits = ({ credits }: { credits: Revenue['credits'] | undefined }) => {
  const { t } = useLingui();
  const figure = (value: number | undefined) => (value === undefined ? undefined : formatChange(value));
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Credits</Trans>
      </h2>
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          All rows of the ledger in this time, by where they came from. A credit bears no mark of its money.
        </Trans>
      </p>
      <Figures busy={!credits}>
        <Figure name={t`Sold`}>{figure(credits?.soldCredits)}</Figure>
        <Figure name={t`Granted`}>{figure(credits?.grantedCredits)}</Figure>
        <Figure name={t`Gifts`}>{figure(credits?.giftCredits)}</Figure>
        <Figure name={t`Corrections`}>{figure(credits?.correctedCredits)}</Figure>
        <Figure name={t`Used`}>{figure(credits?.usedCredits)}</Figure>
        <Figure name={t`Expired`}>{figure(credits?.expiredCredits)}</Figure>
        <Figure name={t`Taken back`}>{figure(credits?.takenBackCredits)}</Figure>
      </Figures>
    </section>
  );
};

const Course = ({ revenue, by }: { revenue: Revenue; by: 'day' | 'month' }) => {
  const { t } = useLingui();
  const [first] = revenue.periods;
  const last = revenue.periods.at(-1);
  const bars = revenue.periods.map((period) => ({
    at: period.at,
    name: `${formatPeriod(by, period.at)}: ${formatCents(period.receivedCents)}, ${formatCents(-period.refundedCents)}`,
    up: period.receivedCents,
    down: period.refundedCents,
  }));
  const moved = revenue.periods.filter(({ payments, refunds, usedCredits }) => payments + refunds - usedCredits > 0);
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold">{by === 'day' ? t`Money by day` : t`Money by month`}</h2>
      <div className="rounded-md border border-line bg-surface p-4 sm:p-5">
        <Bars label={t`Received above the line, given back below it`} bars={bars} />
        <p className="mt-2 flex justify-between text-xs text-ink-3">
          <span>{first && formatPeriod(by, first.at)}</span>
          <span>{last && formatPeriod(by, last.at)}</span>
        </p>
        <details className="mt-3 text-sm">
          <summary className="relative w-max touch-reach-3 cursor-pointer rounded-xs text-ink-2">
            <Trans>In numbers</Trans>
          </summary>
          <div className="mt-3 overflow-x-auto">
            <table className="w-full text-sm whitespace-nowrap">
              <thead className="text-xs text-ink-3">
                <tr>
                  <th className="pb-2 text-start font-medium">{by === 'day' ? t`Day` : t`Month`}</th>
                  <th className="pb-2 ps-4 text-end font-medium">{t`Received`}</th>
                  <th className="pb-2 ps-4 text-end font-medium">{t`Given back`}</th>
                  <th className="pb-2 ps-4 text-end font-medium">{t`Credits sold`}</th>
                  <th className="pb-2 ps-4 text-end font-medium">{t`Credits used`}</th>
                </tr>
              </thead>
              <tbody>
                {moved.map((period) => (
                  <tr key={period.at} className="border-t border-line">
                    <td className="py-1.5">{formatPeriod(by, period.at)}</td>
                    <td className="py-1.5 ps-4 text-end">{formatCents(period.receivedCents)}</td>
                    <td className="py-1.5 ps-4 text-end">{formatCents(period.refundedCents)}</td>
                    <td className="py-1.5 ps-4 text-end">{formatNumber(period.soldCredits)}</td>
                    <td className="py-1.5 ps-4 text-end">{formatNumber(-period.usedCredits)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {moved.length === 0 && (
              <p className="text-ink-3">
                <Trans>Nothing moved in this time.</Trans>
              </p>
            )}
          </div>
        </details>
      </div>
    </section>
  );
};

const Processors = ({ processors }: Pick<Revenue, 'processors'>) => {
  const { t } = useLingui();
  if (processors.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Processors</Trans>
      </h2>
      <ul className="grid gap-3 sm:grid-cols-3">
        {processors.map((flow) => {
          const count = plural(flow.payments, { one: '# payment', other: '# payments' });
          const back = formatCents(flow.refundedCents);
          return (
            <li key={flow.processor} className="grid gap-0.5 rounded-md border border-line bg-surface p-4">
              <span className="text-xs text-ink-3">{PROCESSOR_NAMES[flow.processor] ?? flow.processor}</span>
              <span className="text-lg font-semibold">{formatCents(flow.receivedCents)}</span>
              <span className="text-xs text-ink-3">{t`${count}, ${back} given back`}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

/** What comes in, what is owed, and how it went from day to day. */
export const OverviewPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Money`);
  const time = useFiguresTime();
  const revenue = useQuery({ ...revenueQuery(time.of, time.by), enabled: time.isReady });
  if (revenue.error && !revenue.data) return <ReadFault title={t`The figures could not be read`} query={revenue} />;
  return (
    <div className="grid min-w-0 gap-8">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <p className="max-w-[60ch] text-sm text-ink-2">
          <Trans>
            Money in US dollars, at the rate of each order; days are UTC. Demo is what the sandbox played: it never
            stands among real money.
          </Trans>
        </p>
        <FiguresTools {...time} file={figuresUrlOf('revenue', time.of, time.by)} />
      </div>
      <Money revenue={revenue.data} />
      {revenue.data ? <Course revenue={revenue.data} by={time.by} /> : <Skeleton className="h-60 w-full rounded-md" />}
      {revenue.data && <Processors processors={revenue.data.processors} />}
      <Credits credits={revenue.data?.credits} />
    </div>
  );
};
