import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { ordersQuery } from '../../api/order-queries.ts';
import type { Order, OrderStatus } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatCredits, formatMoment, formatMoney } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { orderStatusInWords, PROCESSOR_NAMES } from './checkout-words.ts';

const TONES: Record<OrderStatus, 'plain' | 'good' | 'danger'> = {
  created: 'plain',
  open: 'plain',
  paid: 'good',
  underpaid: 'plain',
  failed: 'danger',
  expired: 'plain',
};

const OrderRow = ({ order }: { order: Order }) => (
  <li className="border-line not-first:border-t">
    <Link
      to="/studio/credits/orders/$orderId"
      params={{ orderId: order.id }}
      className="flex min-h-14 items-center gap-x-4 gap-y-2 px-4 py-2.5 hover:bg-sunken max-sm:flex-wrap sm:px-5"
    >
      <span className="grid min-w-0 grow gap-0.5 max-sm:w-full">
        <span className="font-medium">{formatCredits(order.credits)}</span>
        <span className="text-xs text-ink-3 wrap-anywhere">
          <time dateTime={new Date(order.createdAt).toISOString()}>{formatMoment(order.createdAt)}</time>
          {' · '}
          <span translate="no">{PROCESSOR_NAMES[order.processor]}</span>
        </span>
      </span>
      <span className="flex min-w-0 items-center gap-5 max-sm:w-full">
        <Badge tone={TONES[order.status]}>{orderStatusInWords(order.status)}</Badge>
        <span className="min-w-20 grow text-end text-sm font-semibold whitespace-nowrap">
          {formatMoney(order.amountMinor, order.currency)}
        </span>
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-3 rtl:-scale-x-100" />
      </span>
    </Link>
  </li>
);

/** The purchases of an account, newest first. */
export const OrderList = () => {
  const { t } = useLingui();
  const title = useId();
  const orders = useInfiniteQuery(ordersQuery);
  const items = orders.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby={title} className="grid gap-3">
      <h2 id={title} className="text-lg font-semibold">
        <Trans>Orders</Trans>
      </h2>
      {items === undefined && orders.isError ? (
        <Card>
          <ReadFault title={t`The orders could not be read`} query={orders} />
        </Card>
      ) : items === undefined ? (
        <Skeleton className="h-14" aria-busy="true" />
      ) : items.length === 0 ? (
        <p className="rounded-md border border-line px-4 py-4 text-sm text-ink-2 sm:px-5">
          <Trans>Nothing bought yet. What you order stands here, paid or not.</Trans>
        </p>
      ) : (
        <Card>
          <ul aria-labelledby={title}>
            {items.map((order) => (
              <OrderRow key={order.id} order={order} />
            ))}
          </ul>
        </Card>
      )}
      {orders.hasNextPage && (
        <Button
          className="justify-self-center"
          loading={orders.isFetchingNextPage}
          onClick={() => void orders.fetchNextPage()}
        >
          <Trans>Older orders</Trans>
        </Button>
      )}
    </section>
  );
};
