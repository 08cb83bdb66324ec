import { Trans, useLingui } from '@lingui/react/macro';
import { GIVEN_KINDS } from '../../../../../worker/contract/money-states.ts';
import { formatChange, formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { Status, Who } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

/** Credits that operators gave, and balances they corrected. */
export const GivenPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  return (
    <BookPage
      name="given"
      title={t`Gifts and corrections`}
      about={<Trans>Rows of the ledger that an operator meant, each with its entry in the audit log.</Trans>}
      statuses={GIVEN_KINDS}
      hasUser
      empty={{ title: t`Nothing was given yet`, children: t`Gifts are given on a person’s own page.` }}
      columns={[
        columns.when,
        columns.who,
        { key: 'kind', name: t`Kind`, cell: ({ kind }) => <Status status={kind} /> },
        { key: 'change', name: t`Change`, end: true, cell: ({ changeCredits }) => formatChange(changeCredits) },
        {
          key: 'after',
          name: t`Balance`,
          end: true,
          cell: ({ balanceAfterCredits }) => formatNumber(balanceAfterCredits),
        },
        { key: 'reason', name: t`Reason`, wide: true, cell: ({ reason }) => <span dir="auto">{reason}</span> },
        { key: 'by', name: t`By`, wide: true, cell: ({ admin }) => admin && <Who user={admin} /> },
      ]}
    />
  );
};
