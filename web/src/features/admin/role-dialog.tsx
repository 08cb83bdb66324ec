import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { adminApi } from '../../api/admin-client.ts';
import type { AccountRole, AdminUser } from '../../api/wire.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { ROLE_MEANINGS, ROLE_WORDS } from './admin-words.ts';
import { OrderDialog } from './order-dialog.tsx';

type RoleDialogProps = { user: AdminUser; open: boolean; onClose: () => void };

/** Gives somebody another role. */
export const RoleDialog = ({ user, open, onClose }: RoleDialogProps) => {
  const { t } = useLingui();
  const [role, setRole] = useState<AccountRole>(user.role);
  const { name } = user;
  const roles = Object.entries(ROLE_WORDS).map(([value, words]) => ({ value, label: t(words) }));
  return (
    <OrderDialog
      open={open}
      onClose={() => {
        setRole(user.role);
        onClose();
      }}
      title={t`Change the role of ${name}`}
      go={t`Change role`}
      variant="solid"
      ready={role !== user.role}
      done={t`The role is changed`}
      order={(reason) => adminApi.changeRole(user.id, role, reason)}
    >
      <Field label={t`Role`} hint={t(ROLE_MEANINGS[role])}>
        <Select data-autofocus options={roles} value={role} onValueChange={(value) => setRole(value as AccountRole)} />
      </Field>
      <p className="text-sm text-ink-2">
        <Trans>It holds from their next request on. Plan, credits and files stay as they are.</Trans>
      </p>
    </OrderDialog>
  );
};
