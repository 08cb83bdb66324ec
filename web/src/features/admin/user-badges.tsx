import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminUser } from '../../api/wire.ts';
import { Badge } from '../../ui/badge.tsx';
import { isOperator, ROLE_WORDS } from './admin-words.ts';

/** What stands out about somebody: being an operator, suspended, or gone. */
export const UserBadges = ({ user }: { user: AdminUser }) => {
  const { t } = useLingui();
  return (
    <>
      {isOperator(user.role) && <Badge>{t(ROLE_WORDS[user.role])}</Badge>}
      {user.deletedAt !== null ? (
        <Badge>
          <Trans>Deleted</Trans>
        </Badge>
      ) : (
        user.isBlocked && (
          <Badge tone="danger">
            <Trans>Suspended</Trans>
          </Badge>
        )
      )}
    </>
  );
};
