import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { statementQuery } from '../../api/money-queries.ts';
import { keys, meQuery } from '../../api/queries.ts';
import type { StatementFilter } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatNumber } from '../../format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ticker } from '../../ui/ticker.tsx';
import { OrderList } from '../checkout/order-list.tsx';
import { PaymentList } from '../payments/payment-list.tsx';
import { YourPlan } from '../plans/your-plan.tsx';
import { WaitingGrant } from '../signup-grant/waiting-grant.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { StatementTools } from './statement-tools.tsx';
import { UsageFacts } from './usage-facts.tsx';

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

const DAY_MS = 86_400_000;

/** The day that a row was written on, UTC, as the statement is narrowed by days. */
const dayOf = (at: number): StatementFilter => ({ from: at - (at % DAY_MS), to: at - (at % DAY_MS) + DAY_MS });

/** Every credit that came and went, straight from the ledger. */
export const CreditsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Credits`);
  const cache = useQueryClient();
  const me = useQuery(meQuery);
  const { row, at } = useSearch({ from: '/studio/credits' });
  const [filter, setFilter] = useState<StatementFilter>(() => (at === undefined ? {} : dayOf(at)));
  const [receipt, setReceipt] = useState<string>();
  const ledger = useInfiniteQuery(statementQuery(filter));
  const rows = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  const balance = me.data?.balanceCredits ?? ledger.data?.pages[0]?.balanceCredits;
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-8 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading
        title={t`Credits`}
        about={t`What you have, what you bought, and every credit that came or went.`}
        aside={
          <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
            <p className="grid sm:justify-items-end">
              <span className="text-sm text-ink-3">
                <Trans>Balance</Trans>
              </span>
              {balance === undefined ? (
                <Skeleton className="my-1 h-8 w-28" />
              ) : (
                <span className="text-3xl font-semibold" title={formatNumber(balance)}>
                  <Ticker value={balance} />
                </span>
              )}
            </p>
            <Link to="/studio/credits/buy" className={buttonClass('solid')}>
              <Trans>Buy credits</Trans>
            </Link>
          </div>
        }
      />
      {me.data && (
        <WaitingGrant
          me={me.data}
          onGranted={(granted) => {
            cache.setQueryData(keys.me, granted);
            void cache.invalidateQueries({ queryKey: keys.ledger });
          }}
        />
      )}
      <YourPlan />
      <UsageFacts />
      <OrderList />
      <PaymentList />
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">
          <Trans>Statement</Trans>
        </h2>
        <p className="max-w-[64ch] text-sm text-ink-2">
          <Trans>
            Each row carries the fingerprint of the row before it, so none can be changed or taken out without showing.
          </Trans>
        </p>
      </div>
      <StatementTools filter={filter} onFilter={setFilter} />
      {ledger.isPending && (
        <div className="grid gap-px" aria-busy="true">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="my-3 h-6" />
          ))}
        </div>
      )}
      {ledger.isError && rows.length === 0 && <ReadFault title={t`The ledger could not be read`} query={ledger} />}
      {ledger.isSuccess && rows.length === 0 && <NoRows isFiltered={Object.keys(filter).length > 0} />}
      {rows.length > 0 && (
        // As far as the page's edge: the name of the last button in a row would make the page wider.
        <div className="-me-4 overflow-x-clip pe-4 sm:-me-6 sm:pe-6">
          <LedgerTable rows={rows} wanted={row} onReceipt={setReceipt} />
        </div>
      )}
      {receipt !== undefined && <ReceiptDialog jobId={receipt} onClose={() => setReceipt(undefined)} />}
      {ledger.hasNextPage && (
        <Button
          className="justify-self-center"
          loading={ledger.isFetchingNextPage}
          onClick={() => void ledger.fetchNextPage()}
        >
          <Trans>Older rows</Trans>
        </Button>
      )}
    </div>
  );
};
