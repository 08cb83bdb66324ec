import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AdminUser } from '../../api/wire.ts';
import { formatAgo, formatCredits, formatMoment, formatNumber } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { PLAN_WORDS, ROLE_WORDS } from './admin-words.ts';
import { UserBadges } from './user-badges.tsx';

const MINUTE_MS = 60_000;
const SKELETON_ROWS = [0, 1, 2, 3, 4, 5];
const HEAD = 'pb-2 ps-6 font-medium whitespace-nowrap max-md:hidden';
const CELL = 'border-t border-line ps-6 text-ink-2 whitespace-nowrap max-md:hidden';
/** On a phone the first cell is a card and says everything; beside it, on a table, stand the other columns. */
const PERSON =
  'max-w-0 py-3 max-md:rounded-md max-md:border max-md:border-line max-md:bg-surface max-md:p-4 md:border-t md:border-line md:ps-2';

const Last = ({ at, now }: { at: number | null; now: number }) =>
  at === null ? (
    <Trans>never here</Trans>
  ) : (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {formatAgo(at, now)}
    </time>
  );

const UserRow = ({ user, now }: { user: AdminUser; now: number }) => {
  const { t } = useLingui();
  const plan = t(PLAN_WORDS[user.plan]);
  return (
    <tr className="relative hover:bg-raised">
      <td className={PERSON}>
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/studio/admin/users/$userId"
            params={{ userId: user.id }}
            dir="auto"
            className="max-w-full truncate rounded-xs text-base font-medium text-ink outline-offset-2 after:absolute after:inset-0"
          >
            {user.name}
          </Link>
          <UserBadges user={user} />
        </div>
        <span className="block truncate text-ink-3">{user.email ?? <Trans>no e-mail</Trans>}</span>
        <span className="mt-2 flex flex-wrap gap-x-4 text-xs text-ink-3 md:hidden">
          <span>{plan}</span>
          <span>{formatCredits(user.balanceCredits)}</span>
          <Last at={user.lastActiveAt} now={now} />
        </span>
      </td>
      <td className={cx(CELL, 'max-lg:hidden')}>{t(ROLE_WORDS[user.role])}</td>
      <td className={CELL}>{plan}</td>
      <td className={cx(CELL, 'text-end')}>{formatNumber(user.balanceCredits)}</td>
      <td className={cx(CELL, 'pe-2 text-end')}>
        <Last at={user.lastActiveAt} now={now} />
      </td>
    </tr>
  );
};

const Head = ({ className, children }: { className?: string; children: ReactNode }) => (
  <th scope="col" className={cx(HEAD, className)}>
    {children}
  </th>
);

/** People, the newest first, each the way to their own page: a table, and on a phone cards. */
export const UsersTable = ({ users }: { users: readonly AdminUser[] }) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  return (
    <table
      aria-label={t`Users`}
      className="w-full text-sm max-md:border-separate max-md:border-spacing-y-1.5 md:border-collapse"
    >
      <thead className="text-xs text-ink-3">
        <tr>
          <th scope="col" className="w-full pb-2 text-start font-medium max-md:sr-only md:ps-2">
            <Trans>Person</Trans>
          </th>
          <Head className="text-start max-lg:hidden">
            <Trans>Role</Trans>
          </Head>
          <Head className="text-start">
            <Trans>Plan</Trans>
          </Head>
          <Head className="text-end">
            <Trans>Credits</Trans>
          </Head>
          <Head className="pe-2 text-end">
            <Trans>Last active</Trans>
          </Head>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} now={now} />
        ))}
      </tbody>
    </table>
  );
};

/** The same rows before they are here. */
export const UsersTableSkeleton = () => (
  <div aria-busy="true" className="grid max-md:gap-3 max-md:pt-3 md:pt-[1.625rem]">
    {SKELETON_ROWS.map((row) => (
      <div
        key={row}
        className="flex items-center justify-between gap-6 border-line max-md:h-[6.375rem] max-md:rounded-md max-md:border max-md:bg-surface max-md:p-4 md:h-[4.25rem] md:border-t md:px-2"
      >
        <div className="grid grow gap-2">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-3.5 w-56 max-w-full" />
        </div>
        <Skeleton className="h-4 w-20" />
      </div>
    ))}
  </div>
);
