import { Trans, useLingui } from '@lingui/react/macro';
import { SUBSCRIPTION_STATES } from '../../../../../worker/contract/money-states.ts';
import type { BookRow } from '../../../api/wire.ts';
import { formatDay, formatMoney, formatNumber } from '../../../format.ts';
import { BookPage } from './book-page.tsx';
import { ShortId, When } from './book-parts.tsx';
import { useColumns } from './use-columns.tsx';

const Next = ({ subscription }: { subscription: BookRow<'subscriptions'> }) => {
  const { t } = useLingui();
  const { endedAt, cancelsAtEnd, periodEndAt, nextChargeAt, nextCreditsPerMonth } = subscription;
  if (endedAt !== null) return t`ended ${formatDay(endedAt)}`;
  if (cancelsAtEnd && periodEndAt !== null) return t`ends ${formatDay(periodEndAt)}`;
  const size = nextCreditsPerMonth !== null && t`then ${formatNumber(nextCreditsPerMonth)} a month`;
  return (
    <span className="grid">
      {nextChargeAt === null ? '–' : formatDay(nextChargeAt)}
      {size && <span className="text-xs text-ink-3">{size}</span>}
    </span>
  );
};

/** Every subscription, and how it stands with its processor. */
export const SubscriptionsPage = () => {
  const { t } = useLingui();
  const columns = useColumns();
  return (
    <BookPage
      name="subscriptions"
      title={t`Subscriptions`}
      about={<Trans>As their processor has them. One that is halted was not paid for, and gives nothing more.</Trans>}
      statuses={SUBSCRIPTION_STATES}
      hasUser
      hasDemo
      empty={{ title: t`Nobody has subscribed yet`, children: t`Plans that are paid for stand here.` }}
      columns={[
        { key: 'when', name: t`Since`, cell: ({ createdAt }) => <When at={createdAt} /> },
        columns.who,
        columns.by,
        columns.state,
        { key: 'size', name: t`Credits a month`, end: true, cell: (row) => formatNumber(row.creditsPerMonth) },
        {
          key: 'amount',
          name: t`Amount`,
          end: true,
          cell: ({ amountMinor, currency, period }) => (
            <span className="grid">
              {formatMoney(amountMinor, currency)}
              <span className="text-xs text-ink-3">{period === 'yearly' ? t`a year` : t`a month`}</span>
            </span>
          ),
        },
        { key: 'cycles', name: t`Paid`, end: true, cell: ({ paidCycles }) => formatNumber(paidCycles) },
        { key: 'next', name: t`Next`, cell: (row) => <Next subscription={row} /> },
        { key: 'id', name: t`Id`, cell: (row) => <ShortId id={row.processorSubscriptionId ?? row.id} /> },
      ]}
    />
  );
};
