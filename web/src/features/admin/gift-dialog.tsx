import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { ADJUSTMENT_MAX_CREDITS, GIFT_MAX_CREDITS } from '../../../../worker/contract/limits.ts';
import { adminApi } from '../../api/admin-client.ts';
import type { AdminUser } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField } from './number-field.tsx';
import { OrderDialog } from './order-dialog.tsx';

type GiftDialogProps = { user: AdminUser; onClose: () => void };
type What = 'gift' | 'more' | 'less';

/** Gives somebody credits, or corrects what they have. One order while it is open, however often it is sent. */
export const GiftDialog = ({ user, onClose }: GiftDialogProps) => {
  const { t } = useLingui();
  const [clientGiftId] = useState(() => crypto.randomUUID());
  const [what, setWhat] = useState<What>('gift');
  const [typed, setTyped] = useState('');
  const { name, balanceCredits } = user;
  const max =
    what === 'gift'
      ? GIFT_MAX_CREDITS
      : what === 'more'
        ? ADJUSTMENT_MAX_CREDITS
        : Math.min(ADJUSTMENT_MAX_CREDITS, balanceCredits);
  const amount = Number(typed);
  const change = what === 'less' ? -amount : amount;
  const isInRange = amount >= 1 && amount <= max;
  const after = formatNumber(balanceCredits + (isInRange ? change : 0));
  const order = { clientGiftId, credits: change };
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`Credits of ${name}`}
      go={what === 'gift' ? t`Give credits` : t`Correct balance`}
      variant={what === 'less' ? 'danger' : 'solid'}
      ready={isInRange}
      done={t`The balance is changed`}
      reasonHint={t`They see it in their statement; it is kept in the audit log, too.`}
      order={(reason) =>
        what === 'gift'
          ? adminApi.giveCredits(user.id, { ...order, reason })
          : adminApi.adjustCredits(user.id, { ...order, reason })
      }
    >
      <Field label={t`What`}>
        <Select
          options={[
            { value: 'gift', label: t`A gift` },
            { value: 'more', label: t`A correction that adds` },
            { value: 'less', label: t`A correction that takes` },
          ]}
          value={what}
          onValueChange={(value) => setWhat(value as What)}
        />
      </Field>
      <NumberField
        label={t`Credits`}
        hint={max === 0 ? t`There is nothing to take.` : t`From 1 to ${formatNumber(max)}.`}
        max={max}
        value={typed}
        onText={setTyped}
      />
      <p className="text-sm text-ink-2">
        <Trans>The balance is then {after}.</Trans>
      </p>
    </OrderDialog>
  );
};
