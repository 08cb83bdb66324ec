import { Trans, useLingui } from '@lingui/react/macro';
import { ORDER_STATUSES } from '../../../../../worker/contract/money-states.ts';
import { formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { ShortId } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

/** Every order of credits, and what came of it. */
export const OrdersPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
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
        columns.when,
        columns.who,
        columns.by,
        columns.state,
        { key: 'credits', name: t`Credits`, end: true, cell: ({ credits }) => formatNumber(credits) },
        columns.amount,
        { key: 'id', name: t`Id`, cell: ({ id }) => <ShortId id={id} /> },
      ]}
    />
  );
};
