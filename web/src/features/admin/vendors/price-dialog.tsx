import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { PRICE_MAX } from '../../../../../worker/contract/limits.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendor, PriceRule } from '../../../api/wire.ts';
import { formatNumber } from '../../../format.ts';
import { NumberField } from '../number-field.tsx';
import { OrderDialog } from '../order-dialog.tsx';
import { priceNumberOf } from './vendor-words.ts';

type PriceDialogProps = { vendor: AdminVendor; rule: PriceRule; onClose: () => void };

/** Sets what a vendor's speech costs from now on. */
export const PriceDialog = ({ vendor, rule, onClose }: PriceDialogProps) => {
  const { t } = useLingui();
  const { id, name } = vendor;
  const [typed, setTyped] = useState(String(priceNumberOf(rule)));
  const price = Number(typed);
  const isInRange = price >= 1 && price <= PRICE_MAX;
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`What ${name} costs`}
      go={t`Change price`}
      variant="solid"
      ready={isInRange && price !== priceNumberOf(rule)}
      done={t`The price is changed`}
      order={(reason) => vendorApi.change(id, { price }, reason)}
    >
      <NumberField
        label={rule.kind === 'flat' ? t`Credits a call` : t`Credits per 1,000 characters`}
        hint={t`From 1 to ${formatNumber(PRICE_MAX)}; high quality is twice that. It makes a new version of the price book.`}
        max={PRICE_MAX}
        value={typed}
        onText={setTyped}
      />
    </OrderDialog>
  );
};
