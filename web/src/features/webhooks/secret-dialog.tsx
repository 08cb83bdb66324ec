import { Trans, useLingui } from '@lingui/react/macro';
import { formatMoment } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Secret } from '../../ui/secret.tsx';

/** A secret that was just made. `previousUntil` (unix ms) is when the one before stops signing; null where there was none. */
export type ShownSecret = { secret: string; previousUntil: number | null };

/** A signing secret, this once. A click beside the dialog does not lose it. */
export const SecretDialog = ({ shown, onClose }: { shown: ShownSecret | undefined; onClose: () => void }) => {
  const { t } = useLingui();
  const until = shown?.previousUntil ? formatMoment(shown.previousUntil) : undefined;
  return (
    <Dialog
      open={shown !== undefined}
      onClose={onClose}
      closesOnBackdrop={false}
      title={t`Copy it now`}
      description={
        until === undefined
          ? t`It is not shown again. With it your server knows that a call is ours.`
          : t`It is not shown again. The secret before signs beside it until ${until}.`
      }
      footer={
        <Button variant="solid" onClick={onClose}>
          <Trans>I have kept it</Trans>
        </Button>
      }
    >
      {shown && (
        <Secret label={t`Signing secret`} value={shown.secret}>
          <Trans>Keep it on your server. Every library for Standard Webhooks takes it as it is.</Trans>
        </Secret>
      )}
    </Dialog>
  );
};
