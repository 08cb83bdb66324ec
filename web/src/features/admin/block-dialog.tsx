import { Trans, useLingui } from '@lingui/react/macro';
import { adminApi } from '../../api/admin-client.ts';
import type { AdminUser } from '../../api/wire.ts';
import { OrderDialog } from './order-dialog.tsx';

type BlockDialogProps = { user: AdminUser; open: boolean; onClose: () => void };

const LIST = 'grid list-disc gap-1.5 ps-5 text-sm text-ink-2';

/** Suspends somebody, or lets them in again. */
export const BlockDialog = ({ user, open, onClose }: BlockDialogProps) => {
  const { t } = useLingui();
  const { name } = user;
  if (user.isBlocked) {
    return (
      <OrderDialog
        open={open}
        onClose={onClose}
        title={t`Let ${name} in again?`}
        go={t`Let in`}
        variant="solid"
        done={t`The account is open again`}
        order={(reason) => adminApi.unblockUser(user.id, reason)}
      >
        <ul className={LIST}>
          <li>
            <Trans>They can sign in again, and their API tokens work again.</Trans>
          </li>
          <li>
            <Trans>Sessions from before stay ended.</Trans>
          </li>
        </ul>
      </OrderDialog>
    );
  }
  return (
    <OrderDialog
      open={open}
      onClose={onClose}
      title={t`Suspend ${name}?`}
      go={t`Suspend`}
      variant="danger"
      done={t`The account is suspended`}
      order={(reason) => adminApi.blockUser(user.id, reason)}
    >
      <ul className={LIST}>
        <li>
          <Trans>At once: every session ends, tokens stop working, and open pages say so.</Trans>
        </li>
        <li>
          <Trans>
            What waits in the queue is stopped and its credits are returned. What is being made is finished.
          </Trans>
        </li>
        <li>
          <Trans>Files, credits and history stay as they are. You can let them in again at any time.</Trans>
        </li>
      </ul>
    </OrderDialog>
  );
};
