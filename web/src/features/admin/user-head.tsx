import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { meQuery } from '../../api/queries.ts';
import type { AdminUser, Me } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { isOperator } from './admin-words.ts';
import { BlockDialog } from './block-dialog.tsx';
import { GiftDialog } from './gift-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { UserBadges } from './user-badges.tsx';

/** Who it is, and what the one who looks may do about them. The server decides; this only does not offer in vain. */
export const UserHead = ({ user }: { user: AdminUser }) => {
  const { t } = useLingui();
  const me = useQuery(meQuery).data;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-5">
      <div className="grid min-w-0 gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
          <h2 dir="auto" className="text-xl font-semibold wrap-anywhere">
            {user.name}
          </h2>
          <UserBadges user={user} />
        </div>
        {user.email !== null && (
          <p className="flex min-w-0 items-center gap-1 text-sm text-ink-2">
            <span className="min-w-0 wrap-anywhere">{user.email}</span>
            <CopyButton text={user.email} label={t`Copy e-mail`} />
          </p>
        )}
        <p className="flex min-w-0 items-center gap-1 text-xs text-ink-3">
          <code className="min-w-0 font-mono wrap-anywhere">{user.id}</code>
          <CopyButton text={user.id} label={t`Copy id`} />
        </p>
      </div>
      {me && user.deletedAt === null && <Orders me={me} user={user} />}
    </div>
  );
};

const Orders = ({ me, user }: { me: Me; user: AdminUser }) => {
  const { t } = useLingui();
  const [asking, setAsking] = useState<'block' | 'role' | 'credits'>();
  const noteId = useId();
  const isSelf = me.id === user.id;
  const isSuper = me.role === 'superadmin';
  const mayBlock = !isSelf && (isSuper || !isOperator(user.role));
  const note = isSelf
    ? t`This is your own account: another superadmin changes it.`
    : mayBlock
      ? undefined
      : t`Only a superadmin touches an administrator.`;
  const close = () => setAsking(undefined);
  const described = note === undefined ? {} : { 'aria-describedby': noteId };
  return (
    <div className="grid gap-2 sm:justify-items-end">
      <div className="flex flex-wrap gap-2">
        {isSuper && (
          <Button disabled={isSelf} {...described} onClick={() => setAsking('role')}>
            <Trans>Change role</Trans>
          </Button>
        )}
        <Button disabled={!mayBlock} {...described} onClick={() => setAsking('credits')}>
          <Trans>Credits</Trans>
        </Button>
        <Button
          variant={user.isBlocked ? 'line' : 'danger'}
          disabled={!mayBlock}
          {...described}
          onClick={() => setAsking('block')}
        >
          {user.isBlocked ? <Trans>Let in again</Trans> : <Trans>Suspend</Trans>}
        </Button>
      </div>
      {note !== undefined && (
        <p id={noteId} className="text-xs text-ink-3">
          {note}
        </p>
      )}
      {asking === 'credits' && <GiftDialog user={user} onClose={close} />}
      <BlockDialog user={user} open={asking === 'block'} onClose={close} />
      <RoleDialog key={user.role} user={user} open={asking === 'role'} onClose={close} />
    </div>
  );
};
