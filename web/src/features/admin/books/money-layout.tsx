import { useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';

/** The operators' books: figures first, then everything they are made of. */
export const MoneyLayout = () => {
  const { t } = useLingui();
  const parts = [
    { to: '/studio/admin/money', label: t`Overview` },
    { to: '/studio/admin/money/expenses', label: t`Expenses` },
    { to: '/studio/admin/money/orders', label: t`Orders` },
    { to: '/studio/admin/money/payments', label: t`Payments` },
    { to: '/studio/admin/money/subscriptions', label: t`Subscriptions` },
    { to: '/studio/admin/money/refunds', label: t`Refunds` },
    { to: '/studio/admin/money/events', label: t`Processor events` },
    { to: '/studio/admin/money/given', label: t`Gifts` },
  ] as const;
  return (
    <div className="grid min-w-0 gap-6">
      <nav
        aria-label={t`Money`}
        className="-mx-4 overflow-x-auto px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0"
      >
        <ul className="flex w-max gap-1.5 py-1">
          {parts.map(({ to, label }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/studio/admin/money', includeSearch: false }}
                className="grid h-8 content-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-2 hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
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
