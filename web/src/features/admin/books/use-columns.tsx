import { useLingui } from '@lingui/react/macro';
import type { Currency, ProcessorId } from '../../../../../worker/contract/processors.ts';
import { formatMoney } from '../../../format.ts';
import { type Person, Processor, Status, When, Who } from './book-parts.tsx';
import type { BookColumn } from './book-table.tsx';

/** The columns that most books have. */
export const useColumns = () => {
  const { t } = useLingui();
  return {
    when: { key: 'when', name: t`When`, cell: ({ createdAt }) => <When at={createdAt} /> } satisfies BookColumn<{
      createdAt: number;
    }>,
    who: { key: 'who', name: t`Person`, wide: true, cell: ({ user }) => <Who user={user} /> } satisfies BookColumn<{
      user: Person;
    }>,
    by: {
      key: 'by',
      name: t`Processor`,
      cell: ({ processor, isDemo }) => <Processor id={processor} isDemo={isDemo} />,
    } satisfies BookColumn<{ processor: ProcessorId; isDemo: boolean }>,
    state: { key: 'state', name: t`State`, cell: ({ status }) => <Status status={status} /> } satisfies BookColumn<{
      status: string;
    }>,
    amount: {
      key: 'amount',
      name: t`Amount`,
      end: true,
      cell: ({ amountMinor, currency }) => formatMoney(amountMinor, currency),
    } satisfies BookColumn<{ amountMinor: number; currency: Currency }>,
  };
};
