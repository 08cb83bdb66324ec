import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { FREE_PER_DAY_MAX, PRICE_MAX } from '../../../../../worker/contract/limits.ts';
import { modelApi } from '../../../api/model-client.ts';
import type { AdminModel } from '../../../api/wire.ts';
import { formatNumber } from '../../../format.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { NumberField } from '../number-field.tsx';
import { OrderDialog } from '../order-dialog.tsx';
import { priceNumberOf } from '../vendors/vendor-words.ts';
import { priceLabelOf } from './model-words.ts';

const NOBODY = '';

type ModelDialogProps = {
  model: AdminModel;
  /** Every other model of its module: one of them may stand in. */
  others: readonly AdminModel[];
  onClose: () => void;
};

/** Switches a model on or off, sets its price, and names who makes its jobs when it does not. */
export const ModelDialog = ({ model, others, onClose }: ModelDialogProps) => {
  const { t } = useLingui();
  const { id, name, rule } = model;
  const freeNow = rule.kind === 'free_quota' ? rule.freePerDay : undefined;
  const [isEnabled, setEnabled] = useState(model.isEnabled);
  const [standIn, setStandIn] = useState(model.standInId ?? NOBODY);
  const [price, setPrice] = useState(String(priceNumberOf(rule)));
  const [free, setFree] = useState(String(freeNow ?? ''));
  const least = freeNow === undefined ? 1 : 0;
  const standInId = standIn === NOBODY ? null : standIn;
  const change = {
    ...(isEnabled === model.isEnabled ? {} : { isEnabled }),
    ...(standInId === model.standInId ? {} : { standInId }),
    ...(Number(price) === priceNumberOf(rule) ? {} : { price: Number(price) }),
    ...(freeNow === undefined || Number(free) === freeNow ? {} : { freePerDay: Number(free) }),
  };
  const isPrice = price !== '' && Number(price) >= least && Number(price) <= PRICE_MAX;
  const isFree = freeNow === undefined || (free !== '' && Number(free) <= FREE_PER_DAY_MAX);
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`Change ${name}`}
      go={t`Change model`}
      variant="solid"
      ready={isPrice && isFree && Object.keys(change).length > 0}
      done={t`The model is changed`}
      order={(reason) => modelApi.change(id, { ...change, reason })}
    >
      <Switch
        label={t({ message: 'In use', context: 'vendor or key' })}
        hint={t`Switched off, nobody can order it. What is sold is still made.`}
        checked={isEnabled}
        onCheckedChange={setEnabled}
      />
      <NumberField
        label={priceLabelOf(rule)}
        hint={t`From ${formatNumber(least)} to ${formatNumber(PRICE_MAX)}. It makes a new version of the price book.`}
        max={PRICE_MAX}
        value={price}
        onText={setPrice}
      />
      {freeNow !== undefined && (
        <NumberField
          label={t`Free ones a day`}
          hint={t`Of each user, from 0 to ${formatNumber(FREE_PER_DAY_MAX)}; the day is that of UTC.`}
          max={FREE_PER_DAY_MAX}
          value={free}
          onText={setFree}
        />
      )}
      {others.length > 0 && (
        <Field label={t`Stands in`} hint={t`Makes the job when this one fails. It costs what was asked.`}>
          <Select
            value={standIn}
            onValueChange={setStandIn}
            options={[
              { value: NOBODY, label: t`Nobody` },
              ...others.map((other) => ({ value: other.id, label: other.name })),
            ]}
          />
        </Field>
      )}
    </OrderDialog>
  );
};
