import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { paymentsQuery } from '../../api/payment-queries.ts';
import type { Payment } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatDay, formatMoney } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PROCESSOR_NAMES } from '../checkout/checkout-words.ts';
import { BillingDialog } from './billing-dialog.tsx';

const ROW = 'flex min-h-14 items-center gap-4 px-4 py-2 sm:px-5';

const RefundBadge = ({ payment: { refundedMinor, amountMinor, receiptNumber } }: { payment: Payment }) => {
  if (refundedMinor === 0) {
    return receiptNumber === null ? (
      <Badge tone="danger">
        <Trans>to be given back</Trans>
      </Badge>
    ) : null;
  }
  return <Badge>{refundedMinor < amountMinor ? <Trans>partly given back</Trans> : <Trans>given back</Trans>}</Badge>;
};

const Facts = ({ payment, title }: { payment: Payment; title: ReactNode }) => (
  <>
    <span className="grid min-w-0 grow gap-0.5">
      <span className="font-medium">{title}</span>
      <span className="text-xs text-ink-3 wrap-anywhere">
        <time dateTime={new Date(payment.createdAt).toISOString()}>{formatDay(payment.createdAt)}</time>
        {' · '}
        <span translate="no">{PROCESSOR_NAMES[payment.processor]}</span>
      </span>
    </span>
    <span className="grid shrink-0 justify-items-end gap-1 sm:flex sm:items-center sm:gap-5">
      <RefundBadge payment={payment} />
      <span className="text-sm font-semibold sm:min-w-20 sm:text-end">
        {formatMoney(payment.amountMinor, payment.currency)}
      </span>
    </span>
  </>
);

/** A payment with its way to the receipt. One that came a second time has none: it gave nothing. */
const PaymentRow = ({ payment }: { payment: Payment }) => {
  const { receiptNumber } = payment;
  if (receiptNumber === null) {
    return (
      <li className={`border-line not-first:border-t ${ROW}`}>
        <Facts payment={payment} title={<Trans>Paid twice, gave no credits</Trans>} />
        <span className="size-4 shrink-0" />
      </li>
    );
  }
  return (
    <li className="border-line not-first:border-t">
      <Link
        to="/studio/credits/payments/$paymentId"
        params={{ paymentId: payment.id }}
        className={`hover:bg-sunken ${ROW}`}
      >
        <Facts payment={payment} title={<Trans>Receipt {receiptNumber}</Trans>} />
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-3 rtl:-scale-x-100" />
      </Link>
    </li>
  );
};

/** The receipts of an account, newest first. Without any there is nothing to see: the list of orders says it. */
export const PaymentList = () => {
  const { t } = useLingui();
  const title = useId();
  const [isEditing, setEditing] = useState(false);
  const payments = useInfiniteQuery(paymentsQuery);
  const items = payments.data?.pages.flatMap((page) => page.items);
  if (items?.length === 0 && !payments.hasNextPage) return null;
  return (
    <section aria-labelledby={title} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={title} className="text-lg font-semibold">
          <Trans>Receipts</Trans>
        </h2>
        <Button size="sm" onClick={() => setEditing(true)}>
          <Trans>Billing details</Trans>
        </Button>
      </div>
      {items === undefined && payments.isError ? (
        <Card>
          <ReadFault title={t`The receipts could not be read`} query={payments} />
        </Card>
      ) : items === undefined ? (
        <Skeleton className="h-14" aria-busy="true" />
      ) : (
        <Card>
          <ul aria-labelledby={title}>
            {items.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </ul>
        </Card>
      )}
      {payments.hasNextPage && (
        <Button
          className="justify-self-center"
          loading={payments.isFetchingNextPage}
          onClick={() => void payments.fetchNextPage()}
        >
          <Trans>Older receipts</Trans>
        </Button>
      )}
      {isEditing && <BillingDialog onClose={() => setEditing(false)} />}
    </section>
  );
};
