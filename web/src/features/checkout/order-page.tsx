import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { meQuery } from '../../api/queries.ts';
import type { Order } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatCredits, formatMoment, formatMoney } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { BackToCredits } from './back-to-credits.tsx';
import { PROCESSOR_NAMES } from './checkout-words.ts';
import { KeptPart } from './kept-part.tsx';
import { OrderState } from './order-state.tsx';
import { useOrder } from './use-order.ts';

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-6 border-t border-line py-2.5">
    <dt className="shrink-0 text-ink-3">{name}</dt>
    <dd className="flex min-w-0 items-center gap-2 text-end font-medium wrap-anywhere">{children}</dd>
  </div>
);

const Facts = ({ order }: { order: Order }) => {
  const { t } = useLingui();
  return (
    <dl className="px-4 pb-3 text-sm sm:px-6">
      <Fact name={t`Ordered`}>{formatCredits(order.credits)}</Fact>
      <Fact name={t`Price`}>{formatMoney(order.amountMinor, order.currency)}</Fact>
      <Fact name={t`Through`}>
        <span translate="no">{PROCESSOR_NAMES[order.processor]}</span>
        {order.isDemo && (
          <Badge>
            <Trans>Demo, no real money</Trans>
          </Badge>
        )}
      </Fact>
      <Fact name={t`On`}>{formatMoment(order.createdAt)}</Fact>
      {order.paidAt !== null && <Fact name={t`Credited on`}>{formatMoment(order.paidAt)}</Fact>}
      <Fact name={t`Order number`}>
        <code className="min-w-0 truncate font-mono text-xs">{order.id}</code>
        <CopyButton text={order.id} label={t`Copy the order number`} />
      </Fact>
    </dl>
  );
};

/** One order at its own address: where a checkout comes back to, and where it is found again. */
export const OrderPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Order`);
  const { orderId } = useParams({ from: '/studio/credits/orders/$orderId' });
  const me = useQuery(meQuery);
  const order = useOrder(orderId);
  const isUnknown = order.error instanceof ApiError && order.error.status === 404;
  return (
    <div className="mx-auto grid w-full max-w-2xl gap-6 px-4 py-6 sm:px-6 lg:py-10">
      <BackToCredits />
      <PageHeading title={t`Order`} />
      {order.data ? (
        <>
          {me.data && <KeptPart key={orderId} order={order.data} userId={me.data.id} />}
          <Card>
            <OrderState order={order.data} />
            <Facts order={order.data} />
          </Card>
        </>
      ) : isUnknown ? (
        <EmptyState title={t`There is no such order`}>
          <Trans>It may be of another account.</Trans>
        </EmptyState>
      ) : order.isError ? (
        <ReadFault title={t`The order could not be read`} query={order} />
      ) : (
        <Skeleton className="h-[32rem]" />
      )}
    </div>
  );
};
