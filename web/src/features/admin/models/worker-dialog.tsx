import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { WEBHOOK_URL_MAX_CHARS } from '../../../../../worker/contract/limits.ts';
import { modelApi } from '../../../api/model-client.ts';
import type { AdminModel } from '../../../api/wire.ts';
import { Field, Input } from '../../../ui/field.tsx';
import { useStepUp } from '../../second-factor/use-step-up.tsx';
import { OrderDialog } from '../order-dialog.tsx';

type WorkerDialogProps = { model: AdminModel; onClose: () => void };

/** Names the machine that makes a model’s jobs in its vendor’s place, or gives them back to the vendor. */
export const WorkerDialog = ({ model, onClose }: WorkerDialogProps) => {
  const { t } = useLingui();
  const { id, name, workerUrl } = model;
  const [address, setAddress] = useState(workerUrl ?? '');
  const { stepUp, dialog } = useStepUp();
  const wanted = address.trim() === '' ? null : address.trim();
  const isAddress = wanted === null || URL.canParse(wanted);
  return (
    <>
      <OrderDialog
        open
        onClose={onClose}
        title={t`Who makes ${name}`}
        go={wanted === null ? t`Give back to the vendor` : t`Set worker`}
        variant="solid"
        ready={isAddress && wanted !== workerUrl}
        done={wanted === null ? t`Its vendor makes it again` : t`The worker is set`}
        order={(reason) => stepUp((code) => modelApi.setWorker(id, { workerUrl: wanted, reason }, code))}
      >
        <Field
          label={t`Worker’s address`}
          hint={t`Begins with https:// and can be called from the internet. Empty, its vendor makes the jobs.`}
        >
          <Input
            data-autofocus
            type="url"
            inputMode="url"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={WEBHOOK_URL_MAX_CHARS}
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
        </Field>
        <p className="text-sm text-ink-2">
          <Trans>
            New jobs go there within a minute; what has begun goes to its end as it began. The worker holds the secret
            that signs both ways.
          </Trans>
        </p>
      </OrderDialog>
      {dialog}
    </>
  );
};
