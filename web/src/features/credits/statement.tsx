import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { statementQuery } from '../../api/money-queries.ts';
import type { StatementFilter } from '../../api/wire.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { LongList } from '../studio/long-list.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { StatementActions, StatementFilters } from './statement-tools.tsx';

const DAY_MS = 86_400_000;

/** The day that a row was written on, UTC, as the statement is narrowed by days. */
const dayOf = (at: number): StatementFilter => ({ from: at - (at % DAY_MS), to: at - (at % DAY_MS) + DAY_MS });

const WAITING_ROWS = [0, 1, 2, 3, 4, 5];

const NoRows = ({ isFiltered }: { isFiltered: boolean }) => {
  const { t } = useLingui();
  return isFiltered ? (
    <EmptyState title={t`No such row`}>
      <Trans>Nothing of this kind moved on these days.</Trans>
    </EmptyState>
  ) : (
    <EmptyState title={t`No credit has moved yet`}>
      <Trans>When you make something, its price stands here.</Trans>
    </EmptyState>
  );
};

const Waiting = () => (
  <div aria-busy="true" className="pt-6">
    {WAITING_ROWS.map((row) => (
      <div key={row} className="flex h-14 items-center justify-between gap-6 border-t border-line">
        <Skeleton className="h-4 w-44" />
        <Skeleton className="h-4 w-24" />
      </div>
    ))}
  </div>
);

/** Every credit that came and went, straight from the ledger. */
export const Statement = () => {
  const { t } = useLingui();
  const title = useId();
  const { row, at } = useSearch({ from: '/studio/credits' });
  const [filter, setFilter] = useState<StatementFilter>(() => (at === undefined ? {} : dayOf(at)));
  const [receipt, setReceipt] = useState<string>();
  const ledger = useInfiniteQuery(statementQuery(filter));
  return (
    <section aria-labelledby={title} className="grid gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h2 id={title} className="text-lg font-semibold">
            <Trans>Statement</Trans>
          </h2>
          <p className="max-w-[64ch] text-sm text-ink-2">
            <Trans>
              Each row carries the fingerprint of the row before it, so none can be changed or taken out without
              showing.
            </Trans>
          </p>
        </div>
        <StatementActions filter={filter} />
      </div>
      <StatementFilters filter={filter} onFilter={setFilter} />
      <LongList
        query={ledger}
        skeleton={<Waiting />}
        failure={t`The ledger could not be read`}
        empty={<NoRows isFiltered={Object.keys(filter).length > 0} />}
        more={t`Older rows`}
      >
        {(rows) => <LedgerTable rows={rows} wanted={row} onReceipt={setReceipt} />}
      </LongList>
      {receipt !== undefined && <ReceiptDialog jobId={receipt} onClose={() => setReceipt(undefined)} />}
    </section>
  );
};
