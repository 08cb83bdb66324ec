import { Trans, useLingui } from '@lingui/react/macro';
import { useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { usePageTitle } from '../../../app/page-title.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { AlertsPage } from './alerts-page.tsx';
import { EventsPage } from './events-page.tsx';
import { ExpensesPage } from './expenses-page.tsx';
import { FailedJobsPage } from './failed-jobs-page.tsx';
import { FeedPage } from './feed-page.tsx';
import { GivenPage } from './given-page.tsx';
import { MoneyLayout } from './money-layout.tsx';
import { OrdersPage } from './orders-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { PaymentsPage } from './payments-page.tsx';
import { RefundsPage } from './refunds-page.tsx';
import { RequestsPage } from './requests-page.tsx';
import { SubscriptionsPage } from './subscriptions-page.tsx';

const PAGES: Readonly<Record<string, ComponentType>> = {
  money: OverviewPage,
  'money/expenses': ExpensesPage,
  'money/orders': OrdersPage,
  'money/payments': PaymentsPage,
  'money/subscriptions': SubscriptionsPage,
  'money/refunds': RefundsPage,
  'money/events': EventsPage,
  'money/given': GivenPage,
  feed: FeedPage,
  alerts: AlertsPage,
  'failed-jobs': FailedJobsPage,
  requests: RequestsPage,
};

const NoSuchPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Nothing here`);
  return (
    <EmptyState title={t`No echo from here`}>
      <Trans>There is no page at this address. It may have moved, or the link may be missing a piece.</Trans>
    </EmptyState>
  );
};

/** The page of the books that the address names. */
export const BooksPage = () => {
  const { _splat = '' } = useParams({ from: '/studio/admin/$' });
  const Page = PAGES[_splat] ?? NoSuchPage;
  // Another page begins anew: nothing of the one before stays in its fields.
  const page = <Page key={_splat} />;
  return _splat.startsWith('money') ? <MoneyLayout>{page}</MoneyLayout> : page;
};
