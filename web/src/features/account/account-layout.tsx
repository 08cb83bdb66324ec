import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Outlet } from '@tanstack/react-router';
import { PageHeading } from '../studio/page-heading.tsx';
import { PartsNav } from '../studio/parts-nav.tsx';

/** The parts of the account, in the order of the way through them. A new part stands here and in the router. */
const PARTS = [
  { to: '/studio/account/profile', label: msg`Profile` },
  { to: '/studio/account/preferences', label: msg`Preferences` },
  { to: '/studio/account/security', label: msg`Security` },
  { to: '/studio/account/tokens', label: msg`Tokens` },
  { to: '/studio/account/keys', label: msg`Own keys` },
  { to: '/studio/account/webhooks', label: msg`Webhooks` },
  { to: '/studio/account/notifications', label: msg`Notifications` },
  { to: '/studio/account/data', label: msg`Data` },
] as const;

/** One's own: each part has an address of its own and is loaded when it is wanted. */
export const AccountLayout = () => {
  const { t } = useLingui();
  return (
    <div className="mx-auto grid w-full max-w-5xl content-start gap-8 px-4 py-8 sm:px-6 lg:py-12">
      <div className="grid min-w-0 gap-5">
        <PageHeading title={t`Account`} about={t`Who you are here, how your account is kept, and what is yours.`} />
        <PartsNav label={t`Account`} parts={PARTS.map(({ to, label }) => ({ to, label: t(label) }))} />
      </div>
      <div className="grid min-w-0 content-start gap-10">
        <Outlet />
      </div>
    </div>
  );
};
