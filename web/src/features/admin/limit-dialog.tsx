import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { RATE_LIMIT_MAX_REQUESTS } from '../../../../worker/contract/limits.ts';
import { adminApi } from '../../api/admin-client.ts';
import type { PlanLimit } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { LIMIT_WORDS, PLAN_WORDS } from './admin-words.ts';
import { NumberField } from './number-field.tsx';
import { OrderDialog } from './order-dialog.tsx';

/** Gives a plan another limit of requests. */
export const LimitDialog = ({ limit, onClose }: { limit: PlanLimit; onClose: () => void }) => {
  const { t } = useLingui();
  const [typed, setTyped] = useState(String(limit.requests));
  const requests = Number(typed);
  const isInRange = requests >= 1 && requests <= RATE_LIMIT_MAX_REQUESTS;
  const [plan, limitClass] = [t(PLAN_WORDS[limit.plan]), t(LIMIT_WORDS[limit.limitClass])];
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`${plan}: ${limitClass} a minute`}
      go={t`Change limit`}
      variant="solid"
      ready={isInRange && requests !== limit.requests}
      done={t`The limit is changed`}
      order={(reason) => adminApi.changeLimit({ ...limit, requests }, reason)}
    >
      <NumberField
        label={t`Requests`}
        hint={t`From 1 to ${formatNumber(RATE_LIMIT_MAX_REQUESTS)}.`}
        max={RATE_LIMIT_MAX_REQUESTS}
        value={typed}
        onText={setTyped}
      />
    </OrderDialog>
  );
};
