import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { SecondFactorSetup } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Secret } from '../../ui/secret.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CodeEntry } from './code-entry.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodesDialog } from './recovery-codes.tsx';

/** In fours, as people read it off a screen. Apps do not mind the spaces. */
const inFours = (secret: string): string => secret.replace(/.{4}(?=.)/gu, '$& ');

const QR = 'size-44 shrink-0 justify-self-center rounded-sm border border-line';

const Setup = ({ setup }: { setup: SecondFactorSetup | undefined }) => {
  const { t } = useLingui();
  if (!setup) {
    return (
      <div className="grid gap-5" aria-busy="true">
        <Skeleton className={QR} />
        <Skeleton className="h-[3.75rem]" />
      </div>
    );
  }
  return (
    <div className="grid gap-5">
      <QrCode text={setup.address} label={t`QR code for your authenticator app`} className={QR} />
      <Secret label={t`Or type this key into the app`} value={inFours(setup.secret)} />
    </div>
  );
};

/** From nothing to a second factor: the app learns the secret, proves it by one code, and the recovery codes come. */
export const SetupDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useLingui();
  const formId = useId();
  const cache = useQueryClient();
  // Neither the secret nor the codes stay in memory longer than they are looked at.
  const { mutate: begin, ...begun } = useMutation({ mutationFn: api.beginSecondFactor, gcTime: 0 });
  const confirm = useMutation({
    mutationFn: api.confirmSecondFactor,
    gcTime: 0,
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.secondFactor }),
  });
  useEffect(() => begin(), [begin]);

  if (confirm.data) return <RecoveryCodesDialog codes={confirm.data.recoveryCodes} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      closesOnBackdrop={false}
      title={t`Turn the second factor on`}
      description={t`Scan this with an authenticator app, then type the code it shows.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          {begun.isError ? (
            <Button variant="solid" loading={begun.isPending} onClick={() => begin()}>
              <Trans>Try again</Trans>
            </Button>
          ) : (
            <Button type="submit" form={formId} variant="solid" disabled={!begun.data} loading={confirm.isPending}>
              <Trans>Turn on</Trans>
            </Button>
          )}
        </>
      }
    >
      {begun.isError ? (
        <p role="alert" className="text-sm font-medium text-danger wrap-anywhere">
          {messageOf(begun.error)}
        </p>
      ) : (
        <div className="grid gap-5">
          <Setup setup={begun.data} />
          <CodeEntry
            formId={formId}
            takesRecovery={false}
            busy={confirm.isPending || !begun.data}
            error={confirm.error}
            onCode={confirm.mutate}
            onEdit={confirm.reset}
          />
        </div>
      )}
    </Dialog>
  );
};
