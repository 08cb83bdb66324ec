import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { adminUserQuery } from '../../api/admin-queries.ts';
import { ApiError } from '../../api/api-error.ts';
import type { AdminUserView } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ActionList } from './action-list.tsx';
import { isOperator } from './admin-words.ts';
import { AccessPart } from './user-access.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserHead } from './user-head.tsx';
import { JobsPart, LedgerPart } from './user-work.tsx';

/** Everything an operator needs to know of somebody, and what can be done about them. */
export const UserPage = () => {
  const { t } = useLingui();
  const { userId } = useParams({ from: '/studio/admin/users/$userId' });
  const query = useQuery(adminUserQuery(userId));
  usePageTitle(query.data?.user.name ?? t`User`);
  if (query.data) return <View view={query.data} />;
  if (!query.error) return <ViewSkeleton />;
  if (!(query.error instanceof ApiError && query.error.status === 404)) {
    return <ReadFault title={t`The user could not be read`} query={query} />;
  }
  return (
    <EmptyState
      tone="failed"
      title={t`There is no such user`}
      action={
        <Link to="/studio/admin/users" className={buttonClass('line')}>
          <Trans>All users</Trans>
        </Link>
      }
    >
      <Trans>The link may be missing a piece.</Trans>
    </EmptyState>
  );
};

const View = ({ view }: { view: AdminUserView }) => {
  const { t } = useLingui();
  return (
    <div className="grid min-w-0 gap-8">
      <UserHead user={view.user} />
      <UserFacts view={view} />
      <Tabs
        label={t`About this user`}
        tabs={[
          { value: 'access', label: t`Access`, content: <AccessPart view={view} /> },
          { value: 'jobs', label: t`Jobs`, content: <JobsPart jobs={view.jobs} /> },
          { value: 'credits', label: t`Credits`, content: <LedgerPart rows={view.ledger} /> },
          { value: 'audit', label: t`Audit log`, content: <AuditPart view={view} /> },
        ]}
      />
    </div>
  );
};

const AuditPart = ({ view }: { view: AdminUserView }) => {
  const { t } = useLingui();
  if (view.actions.length === 0) {
    return (
      <EmptyState title={t`No entry`}>
        <Trans>Nothing was done about this user, and they did nothing as an operator.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-5 pt-6">
      <ActionList actions={view.actions} label={t`Latest entries of the audit log`} />
      <div className="flex flex-wrap justify-center gap-2">
        <Link to="/studio/admin/audit" search={{ targetId: view.user.id }} className={buttonClass()}>
          <Trans>All about this user</Trans>
        </Link>
        {isOperator(view.user.role) && (
          <Link to="/studio/admin/audit" search={{ actorId: view.user.id }} className={buttonClass()}>
            <Trans>All by this user</Trans>
          </Link>
        )}
      </div>
    </div>
  );
};

const ViewSkeleton = () => (
  <div aria-busy="true" className="grid gap-8">
    <div className="flex flex-wrap items-start justify-between gap-4">
      <div className="grid gap-2.5">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-64 max-w-full" />
      </div>
      <Skeleton className="h-10 w-56" />
    </div>
    <Skeleton className="h-[9.5rem] rounded-md lg:h-[5.25rem]" />
    <Skeleton className="h-64 rounded-md" />
  </div>
);
