import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { expensesQuery, figuresUrlOf } from '../../../api/book-client.ts';
import type { Expenses } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { formatCents, formatCredits, formatNumber, formatPercent } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { BookTableSkeleton } from './book-table.tsx';
import { CostDialog, type CostOf } from './cost-dialog.tsx';
import { Figure, Figures } from './figure.tsx';
import { FiguresTools, useFiguresTime } from './figures-tools.tsx';

type Model = Expenses['models'][number];
type Sums = Pick<Model, 'incomeMicrodollars' | 'expenseMicrodollars' | 'unpricedCalls'>;

const MICRODOLLARS_PER_CENT = 10_000;
const money = (microdollars: number): string => formatCents(Math.round(microdollars / MICRODOLLARS_PER_CENT));

/** What is left of the income, in percent of it; not to be told while some of the expense is unknown. */
const marginOf = ({ incomeMicrodollars, expenseMicrodollars, unpricedCalls }: Sums): string =>
  incomeMicrodollars <= 0 || unpricedCalls > 0
    ? '–'
    : formatPercent((incomeMicrodollars - expenseMicrodollars) / incomeMicrodollars);

const Unpriced = ({ calls }: { calls: number }) =>
  calls === 0 ? null : (
    <Badge tone="danger">
      <Plural value={calls} one="# call without a price" other="# calls without a price" />
    </Badge>
  );

const Vendor = ({
  model,
  vendor,
  onPrice,
}: {
  model: Model;
  vendor: Model['vendors'][number];
  onPrice: (of: CostOf) => void;
}) => {
  const { t } = useLingui();
  const { vendorId, price, calls, failedCalls, units } = vendor;
  const { modelId } = model;
  const of = { vendorId, modelId, price };
  const failed = failedCalls > 0 && t`${formatNumber(failedCalls)} failed`;
  const counted = units > 0 && t`${formatNumber(units)} units`;
  const count = plural(calls, { one: '# call', other: '# calls' });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-4 py-3 sm:px-5">
      <div className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {vendorId} <Unpriced calls={vendor.unpricedCalls} />
        </span>
        <span className="text-xs text-ink-3">
          {[count, failed, counted].filter((part) => part !== false).join(', ')}
        </span>
      </div>
      <div className="flex items-center gap-4">
        <span className="text-sm">{money(vendor.expenseMicrodollars)}</span>
        <Button
          size="sm"
          aria-label={
            price ? t`Change price of ${vendorId} for ${modelId}` : t`Set price of ${vendorId} for ${modelId}`
          }
          onClick={() => onPrice(of)}
        >
          {price ? <Trans>Change price</Trans> : <Trans>Set price</Trans>}
        </Button>
      </div>
    </li>
  );
};

const ModelCard = ({ model, onPrice }: { model: Model; onPrice: (of: CostOf) => void }) => {
  const { t } = useLingui();
  return (
    <li className="rounded-md border border-line bg-surface">
      <div className="grid gap-4 p-4 sm:p-5 md:grid-cols-[minmax(0,1fr)_auto]">
        <h3 className="text-base font-medium wrap-anywhere">{model.modelId}</h3>
        <dl className="grid grid-cols-2 gap-x-8 gap-y-3 sm:grid-cols-5">
          <Figure name={t`Jobs`}>{formatNumber(model.jobs)}</Figure>
          <Figure name={t`Credits used`}>{formatNumber(model.usedCredits)}</Figure>
          <Figure name={t`Income`}>{money(model.incomeMicrodollars)}</Figure>
          <Figure name={t`Expense`}>{money(model.expenseMicrodollars)}</Figure>
          <Figure name={t`Margin`}>{marginOf(model)}</Figure>
        </dl>
      </div>
      {model.vendors.length > 0 && (
        <ul>
          {model.vendors.map((vendor) => (
            <Vendor key={vendor.vendorId} model={model} vendor={vendor} onPrice={onPrice} />
          ))}
        </ul>
      )}
    </li>
  );
};

/** What vendors cost against what their work brought, model by model. */
export const ExpensesPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Expenses`);
  const time = useFiguresTime();
  const [priced, setPriced] = useState<CostOf>();
  const expenses = useQuery({ ...expensesQuery(time.of), enabled: time.isReady });
  const { data } = expenses;
  if (expenses.error && !data) return <ReadFault title={t`The expenses could not be read`} query={expenses} />;
  const totals = data?.totals;
  return (
    <div className="grid min-w-0 gap-8">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <p className="max-w-[60ch] text-sm text-ink-2">
          <Trans>
            Income is the credits that were used, at 2.75 cents each, though some were given. An expense is what the
            vendor told with the call, or else what was counted at the price of that day. What a person’s own key pays
            is not in it.
          </Trans>
        </p>
        <FiguresTools {...time} file={figuresUrlOf('expenses', time.of)} />
      </div>
      <Figures busy={!data}>
        <Figure name={t`Income`} small={totals && formatCredits(totals.usedCredits)}>
          {totals && money(totals.incomeMicrodollars)}
        </Figure>
        <Figure name={t`Expense`} small={totals && <Plural value={totals.calls} one="# call" other="# calls" />}>
          {totals && money(totals.expenseMicrodollars)}
        </Figure>
        <Figure name={t`Margin`} small={totals && <Unpriced calls={totals.unpricedCalls} />}>
          {totals && marginOf(totals)}
        </Figure>
        <Figure name={t`Jobs`}>{totals && formatNumber(totals.jobs)}</Figure>
      </Figures>
      {data === undefined ? (
        <BookTableSkeleton />
      ) : data.models.length === 0 ? (
        <EmptyState title={t`Nothing was made in this time`}>
          <Trans>Models stand here with what they brought and what they cost.</Trans>
        </EmptyState>
      ) : (
        <ul aria-label={t`Models`} className="grid gap-4">
          {data.models.map((model) => (
            <ModelCard key={model.modelId} model={model} onPrice={setPriced} />
          ))}
        </ul>
      )}
      {priced && <CostDialog of={priced} onClose={() => setPriced(undefined)} />}
    </div>
  );
};
