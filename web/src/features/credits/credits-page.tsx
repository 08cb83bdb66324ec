import { Trans, useLingui } from '@lingui/react/macro';
import {
  useInfiniteQuery,
  usePrefetchInfiniteQuery,
  usePrefetchQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usageQuery } from '../../api/money-queries.ts';
import { ordersQuery } from '../../api/order-queries.ts';
import { paymentsQuery } from '../../api/payment-queries.ts';
import { subscriptionQuery } from '../../api/plan-queries.ts';
import { keys, meQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { formatNumber } from '../../format.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Ticker } from '../../ui/ticker.tsx';
import { OrderList } from '../checkout/order-list.tsx';
import { PaymentList } from '../payments/payment-list.tsx';
import { YourPlan } from '../plans/your-plan.tsx';
import { WaitingGrant } from '../signup-grant/waiting-grant.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { Statement } from './statement.tsx';
import { UsageFacts } from './usage-facts.tsx';

const WAITING_ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

const Balance = ({ credits }: { credits: number | undefined }) => (
  <div className="flex flex-wrap items-end gap-x-6 gap-y-3 max-lg:w-full max-lg:justify-between">
    <p className="grid lg:justify-items-end">
      <span className="text-sm text-ink-3">
        <Trans>Balance</Trans>
      </span>
      {credits === undefined ? (
        <Skeleton className="my-1 h-[2.125rem] w-28" />
      ) : (
        <span className="text-3xl font-semibold" title={formatNumber(credits)}>
          <Ticker value={credits} />
        </span>
      )}
    </p>
    <Link to="/studio/credits/buy" className={buttonClass('solid')}>
      <Trans>Buy credits</Trans>
    </Link>
  </div>
);

const Waiting = () => (
  <div aria-busy="true" className="grid gap-3">
    <Skeleton className="my-1 h-5 w-24" />
    <Card>
      {WAITING_ROWS.map((row) => (
        <div key={row} className="flex h-16 items-center justify-between border-line px-4 not-first:border-t sm:px-5">
          <Skeleton className="h-4 w-36" />
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
    </Card>
  </div>
);

/** How long the lists are is not known before they are here: they come together, so that none pushes another down. */
const Lists = () => {
  const [orders, payments] = [useInfiniteQuery(ordersQuery), useInfiniteQuery(paymentsQuery)];
  if (orders.isPending || payments.isPending) return <Waiting />;
  return (
    <>
      <OrderList />
      <PaymentList />
      <Statement />
    </>
  );
};

/** What somebody has, what comes of itself, what was bought, and every credit that came or went. */
export const CreditsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Credits`);
  const cache = useQueryClient();
  const me = useQuery(meQuery);
  usePrefetchQuery(subscriptionQuery);
  usePrefetchQuery(usageQuery);
  usePrefetchInfiniteQuery(ordersQuery);
  usePrefetchInfiniteQuery(paymentsQuery);
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-10 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading
        title={t`Credits`}
        about={t`What you have, what you bought, and every credit that came or went.`}
        aside={<Balance credits={me.data?.balanceCredits} />}
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
      {me.isPending ? (
        <Waiting />
      ) : (
        <>
          <YourPlan />
          <UsageFacts />
          <Lists />
        </>
      )}
    </div>
  );
};
