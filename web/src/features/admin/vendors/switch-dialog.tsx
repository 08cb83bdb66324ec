import { Trans, useLingui } from '@lingui/react/macro';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendor } from '../../../api/wire.ts';
import { OrderDialog } from '../order-dialog.tsx';

type SwitchDialogProps = { vendor: AdminVendor; open: boolean; onClose: () => void };

/** Takes a vendor from everybody's choice, or gives it back. */
export const SwitchDialog = ({ vendor: { id, name, isEnabled }, open, onClose }: SwitchDialogProps) => {
  const { t } = useLingui();
  return (
    <OrderDialog
      open={open}
      onClose={onClose}
      title={isEnabled ? t`Switch ${name} off?` : t`Switch ${name} on?`}
      go={isEnabled ? t`Switch off` : t`Switch on`}
      variant={isEnabled ? 'danger' : 'solid'}
      done={isEnabled ? t`${name} is switched off` : t`${name} is switched on`}
      order={(reason) => vendorApi.change(id, { isEnabled: !isEnabled }, reason)}
    >
      <p className="text-sm text-ink-2">
        {isEnabled ? (
          <Trans>
            Its voices and models are no longer offered, and nothing new is made with them. Jobs that wait are still
            made.
          </Trans>
        ) : (
          <Trans>Its voices and models are offered again, to everybody who could see them before.</Trans>
        )}
      </p>
    </OrderDialog>
  );
};
