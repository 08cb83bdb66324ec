import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { PAYMENT_STATES } from '../../../../../worker/contract/money-states.ts';
import type { BookRow } from '../../../api/wire.ts';
import { formatMoney, formatNumber } from '../../../format.ts';
import { Button } from '../../../ui/button.tsx';
import { RefundDialog } from '../refund-dialog.tsx';
import { BookPage } from './book-page.tsx';
import { ShortId } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

const Amount = ({ payment: { amountMinor, refundedMinor, currency } }: { payment: BookRow<'payments'> }) => {
  const back = formatMoney(refundedMinor, currency);
  return (
    <span className="grid">
      {formatMoney(amountMinor, currency)}
      {refundedMinor > 0 && (
        <span className="text-xs text-ink-3">
          <Trans>{back} given back</Trans>
        </span>
      )}
    </span>
  );
};

type GiveBackProps = { payment: BookRow<'payments'>; onRefund: (payment: BookRow<'payments'>) => void };

const GiveBack = ({ payment, onRefund }: GiveBackProps) => {
  const { t } = useLingui();
  const { processorPaymentId } = payment;
  return (
    <Button size="sm" aria-label={t`Give back: ${processorPaymentId}`} onClick={() => onRefund(payment)}>
      <Trans>Give back</Trans>
    </Button>
  );
};

/** Every payment that came, and what it gave. */
export const PaymentsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  const [refunding, setRefunding] = useState<BookRow<'payments'>>();
  return (
    <BookPage
      name="payments"
      title={t`Payments`}
      about={
        <Trans>
          Money that has come. What was paid a second time, or for an account that is gone, gave nothing and is to be
          given back.
        </Trans>
      }
      statuses={PAYMENT_STATES}
      hasUser
      hasProcessor
      hasDemo
      empty={{ title: t`Nobody has paid yet`, children: t`Payments stand here as soon as they are credited.` }}
      columns={[
        columns.when,
        { key: 'receipt', name: t`Receipt`, cell: ({ receiptNumber }) => receiptNumber ?? '–' },
        columns.who,
        columns.by,
        columns.state,
        { key: 'credits', name: t`Credits`, end: true, cell: ({ credits }) => formatNumber(credits) },
        { key: 'amount', name: t`Amount`, end: true, cell: (payment) => <Amount payment={payment} /> },
        { key: 'id', name: t`Id`, cell: ({ processorPaymentId }) => <ShortId id={processorPaymentId} /> },
        {
          key: 'do',
          name: t`To do`,
          end: true,
          cell: (payment) =>
            payment.refundedMinor < payment.amountMinor ? <GiveBack payment={payment} onRefund={setRefunding} /> : null,
        },
      ]}
    >
      {refunding && <RefundDialog payment={refunding} onClose={() => setRefunding(undefined)} />}
    </BookPage>
  );
};
