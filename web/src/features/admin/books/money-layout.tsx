import { Trans, useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';

const PART =
  'grid h-8 content-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-2 hover:bg-sunken hover:text-ink ' +
  'aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink';

/** The operators' books: figures first, then everything they are made of. */
export const MoneyLayout = () => {
  const { t } = useLingui();
  const parts = [
    { part: 'expenses', label: t`Expenses` },
    { part: 'orders', label: t`Orders` },
    { part: 'payments', label: t`Payments` },
    { part: 'subscriptions', label: t`Subscriptions` },
    { part: 'refunds', label: t`Refunds` },
    { part: 'events', label: t`Processor events` },
    { part: 'given', label: t`Gifts` },
  ];
  return (
    <div className="grid min-w-0 gap-6">
      <nav
        aria-label={t`Money`}
        className="-mx-4 overflow-x-auto px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0"
      >
        <ul className="flex w-max gap-1.5 py-1">
          <li>
            <Link to="/studio/admin/money" activeOptions={{ exact: true }} className={PART}>
              <Trans>Overview</Trans>
            </Link>
          </li>
          {parts.map(({ part, label }) => (
            <li key={part}>
              <Link
                to="/studio/admin/money/$part"
                params={{ part }}
                activeOptions={{ includeSearch: false }}
                className={PART}
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
};
