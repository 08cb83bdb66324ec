import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { OPEN_COUNT_MAX } from '../../../../worker/contract/limits.ts';
import { openCountsQuery } from '../../api/book-client.ts';
import { meQuery } from '../../api/queries.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { PartsNav } from '../studio/parts-nav.tsx';
import { OpenCount } from './open-count.tsx';
import { useAdminLive } from './use-admin-live.ts';

/** The operators' part of the house. The server lets nobody else see anything; this only says so kindly. */
export const AdminLayout = () => {
  const me = useQuery(meQuery);
  if (me.data === undefined) return null;
  return me.data.isAdmin ? <Desk /> : <Closed />;
};

const Desk = () => {
  const { t } = useLingui();
  useAdminLive();
  const open = useQuery(openCountsQuery).data;
  const counted = (count: number | undefined) => <OpenCount count={count ?? 0} most={OPEN_COUNT_MAX} />;
  const parts = [
    { to: '/studio/admin/users', label: t`Users` },
    { to: '/studio/admin/$', params: { _splat: 'money' }, label: t`Money`, aside: counted(open?.paymentEvents) },
    { to: '/studio/admin/$', params: { _splat: 'feed' }, label: t`Feed` },
    { to: '/studio/admin/$', params: { _splat: 'alerts' }, label: t`Alerts`, aside: counted(open?.alerts) },
    { to: '/studio/admin/$', params: { _splat: 'failed-jobs' }, label: t`Failed jobs` },
    {
      to: '/studio/admin/$',
      params: { _splat: 'requests' },
      label: t`Requests`,
      aside: counted(open?.enterpriseRequests),
    },
    { to: '/studio/admin/vendors', label: t`Vendors` },
    { to: '/studio/admin/models', label: t`Models` },
    { to: '/studio/admin/voices', label: t`Voices` },
    { to: '/studio/admin/limits', label: t`Limits` },
    { to: '/studio/admin/deletions', label: t`Deletions` },
    { to: '/studio/admin/audit', label: t`Audit log` },
  ] as const;
  return (
    <div className="mx-auto grid w-full max-w-6xl content-start gap-8 px-4 py-8 sm:px-6 lg:py-12">
      <div className="grid min-w-0 gap-5">
        <PageHeading
          title={t`Admin`}
          about={t`Who is here, what comes in, what it costs, and what was done about whom.`}
        />
        <PartsNav label={t`Admin`} parts={parts} />
      </div>
      <div className="min-w-0">
        <Outlet />
      </div>
    </div>
  );
};

const Closed = () => {
  const { t } = useLingui();
  return (
    <div className="grid grow place-items-center">
      <EmptyState
        title={t`This part is for administrators`}
        action={
          <Link to="/studio/speech" className={buttonClass('solid')}>
            <Trans>Back to the studio</Trans>
          </Link>
        }
      >
        <Trans>Your account has no such role. If it should, ask whoever runs this service.</Trans>
      </EmptyState>
    </div>
  );
};
