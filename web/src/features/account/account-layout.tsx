import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { PageHeading } from '../studio/page-heading.tsx';

/** The parts of the account, in the order of the way through them. A new part stands here and in the router. */
const PARTS = [
  { to: '/studio/account/profile', label: msg`Profile` },
  { to: '/studio/account/preferences', label: msg`Preferences` },
  { to: '/studio/account/security', label: msg`Security` },
  { to: '/studio/account/tokens', label: msg`Tokens` },
] as const;

const PART =
  'grid h-11 shrink-0 content-center border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-ink-3 ' +
  'hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=page]:border-ink aria-[current=page]:text-ink';

/** The row of parts. Where it is wider than the screen, the part one is in is brought into sight. */
const Parts = () => {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = row.current?.querySelector(`a[href="${CSS.escape(pathname)}"]`);
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <nav
      ref={row}
      aria-label={t`Account`}
      className="-mx-4 flex gap-6 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 lg:mx-0 lg:px-0"
    >
      {PARTS.map(({ to, label }) => (
        <Link key={to} to={to} className={PART}>
          {t(label)}
        </Link>
      ))}
    </nav>
  );
};

/** One's own: each part has an address of its own and is loaded when it is wanted. */
export const AccountLayout = () => {
  const { t } = useLingui();
  return (
    <div className="mx-auto grid w-full max-w-5xl content-start gap-8 px-4 py-8 sm:px-6 lg:py-12">
      <div className="grid min-w-0 gap-5">
        <PageHeading
          title={t`Account`}
          about={t`Who you are here, where you are signed in, and which programs act for you.`}
        />
        <Parts />
      </div>
      <div className="grid min-w-0 content-start gap-10">
        <Outlet />
      </div>
    </div>
  );
};
