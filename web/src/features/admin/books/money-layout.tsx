import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { OPEN_COUNT_MAX } from '../../../../../worker/contract/limits.ts';
import { openCountsQuery } from '../../../api/book-client.ts';
import { useCurrentInSight } from '../../studio/parts-nav.tsx';
import { OpenCount } from '../open-count.tsx';

const PART =
  'grid h-8 content-center touch:h-11 rounded-sm px-3 text-sm whitespace-nowrap text-ink-2 hover:bg-sunken hover:text-ink ' +
  'aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink';

/** The operators' books: figures first, then everything they are made of. */
export const MoneyLayout = ({ children }: { children: ReactNode }) => {
  const { t } = useLingui();
  const row = useCurrentInSight();
  const open = useQuery(openCountsQuery).data;
  const parts = [
    { part: 'money', label: t`Overview` },
    { part: 'money/expenses', label: t`Expenses` },
    { part: 'money/orders', label: t`Orders` },
    { part: 'money/payments', label: t`Payments` },
    { part: 'money/subscriptions', label: t`Subscriptions` },
    { part: 'money/refunds', label: t`Refunds` },
    { part: 'money/events', label: t`Processor events`, count: open?.paymentEvents },
    { part: 'money/given', label: t`Gifts` },
  ];
  return (
    <div className="grid min-w-0 gap-6">
      <nav
        ref={row}
        aria-label={t`Money`}
        className="-mx-4 overflow-x-auto px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 lg:-mx-3 lg:px-0"
      >
        <ul className="flex w-max gap-1.5 py-1">
          {parts.map(({ part, label, count = 0 }) => (
            <li key={part}>
              <Link
                to="/studio/admin/$"
                params={{ _splat: part }}
                activeOptions={{ exact: true, includeSearch: false }}
                className={PART}
              >
                <span>
                  {label}
                  <OpenCount count={count} most={OPEN_COUNT_MAX} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </div>
  );
};
