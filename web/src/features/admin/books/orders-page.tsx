import { Trans, useLingui } from '@lingui/react/macro';
import { ORDER_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { formatMoney, formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { Processor, ShortId, Status, When, Who } from './book-parts.tsx';

/** Every order of credits, and what came of it. */
export const OrdersPage = () => {
  const { t } = useLingui();
  return (
    <BookPage
      name="orders"
      title={t`Orders`}
      about={
        <Trans>
          Written down before the processor hears of them. Those that are open are asked about for three days.
        </Trans>
      }
      statuses={ORDER_STATUSES}
      hasUser
      hasProcessor
      hasDemo
      empty={{ title: t`Nobody has ordered yet`, children: t`Orders of credits stand here, paid or not.` }}
      columns={[
        { key: 'when', name: t`When`, cell: ({ createdAt }) => <When at={createdAt} /> },
        { key: 'who', name: t`Person`, cell: ({ user }) => <Who user={user} /> },
        {
          key: 'by',
          name: t`Processor`,
          cell: ({ processor, isDemo }) => <Processor id={processor} isDemo={isDemo} />,
        },
        { key: 'state', name: t`State`, cell: ({ status }) => <Status status={status} /> },
        { key: 'credits', name: t`Credits`, end: true, cell: ({ credits }) => formatNumber(credits) },
        {
          key: 'amount',
          name: t`Amount`,
          end: true,
          cell: ({ amountMinor, currency }) => formatMoney(amountMinor, currency),
        },
        { key: 'id', name: t`Id`, cell: ({ id }) => <ShortId id={id} /> },
      ]}
    />
  );
};
