import { Trans, useLingui } from '@lingui/react/macro';
import { REFUND_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { ShortId, Who } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

/** Every payment that was given back, and what became of its credits. */
export const RefundsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  return (
    <BookPage
      name="refunds"
      title={t`Refunds`}
      about={<Trans>Credits that were spent already are owed: whatever credits come next clear them.</Trans>}
      statuses={REFUND_STATUSES}
      hasUser
      hasProcessor
      hasDemo
      empty={{ title: t`Nothing was given back`, children: t`Payments that were given back stand here.` }}
      columns={[
        columns.when,
        columns.who,
        columns.by,
        columns.state,
        columns.amount,
        { key: 'taken', name: t`Taken back`, end: true, cell: ({ takenCredits }) => formatNumber(takenCredits ?? 0) },
        {
          key: 'owed',
          name: t`Still owed`,
          end: true,
          cell: ({ owedCredits, clearedCredits }) => formatNumber((owedCredits ?? 0) - clearedCredits),
        },
        {
          key: 'why',
          name: t`Reason`,
          wide: true,
          cell: ({ reason, admin }) => (
            <span className="grid gap-0.5">
              {reason !== null && <span dir="auto">{reason}</span>}
              {admin === null ? <span className="text-ink-3">{t`by the processor`}</span> : <Who user={admin} />}
            </span>
          ),
        },
        { key: 'id', name: t`Payment`, cell: ({ paymentId }) => <ShortId id={paymentId} /> },
      ]}
    />
  );
};
