import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { bookApi } from '../../../api/book-client.ts';
import type { VendorCost } from '../../../api/wire.ts';
import { DayField } from '../../../ui/day-field.tsx';
import { Field, Input } from '../../../ui/field.tsx';
import { OrderDialog } from '../order-dialog.tsx';

export type CostOf = { vendorId: string; modelId: string; price: VendorCost | null };

const DAY_MS = 86_400_000;
const MICRODOLLARS = 1_000_000;
const DOLLARS_MAX = 1_000;

/** Dollars as they are typed, in millionths; undefined for what is none. */
const microdollarsOf = (text: string): number | undefined => {
  const dollars = Number(text.trim() === '' ? 'none' : text.replace(',', '.'));
  return dollars >= 0 && dollars <= DOLLARS_MAX ? Math.round(dollars * MICRODOLLARS) : undefined;
};

const dollarsOf = (microdollars: number | undefined): string => String((microdollars ?? 0) / MICRODOLLARS);

type DollarFieldProps = { label: string; hint: string; value: string; onText: (text: string) => void };

const DollarField = ({ label, hint, value, onText }: DollarFieldProps) => (
  <Field label={label} hint={hint}>
    <Input
      inputMode="decimal"
      autoComplete="off"
      dir="ltr"
      value={value}
      onChange={(event) => onText(event.target.value)}
    />
  </Field>
);

/** Says what a vendor asks for the work of a model, from a day on. */
export const CostDialog = ({ of: { vendorId, modelId, price }, onClose }: { of: CostOf; onClose: () => void }) => {
  const { t } = useLingui();
  const [units, setUnits] = useState(dollarsOf(price?.microdollarsPer1000Units));
  const [call, setCall] = useState(dollarsOf(price?.microdollarsPerCall));
  const [fromDay, setFromDay] = useState<number | undefined>(() => Date.now() - (Date.now() % DAY_MS));
  const microdollarsPer1000Units = microdollarsOf(units);
  const microdollarsPerCall = microdollarsOf(call);
  const isReady = microdollarsPer1000Units !== undefined && microdollarsPerCall !== undefined && fromDay !== undefined;
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`What ${vendorId} asks for ${modelId}`}
      go={t`Set price`}
      variant="solid"
      ready={isReady}
      done={t`The price is set`}
      order={(reason) =>
        bookApi.setCost(vendorId, modelId, {
          microdollarsPer1000Units: microdollarsPer1000Units ?? 0,
          microdollarsPerCall: microdollarsPerCall ?? 0,
          fromDay: fromDay ?? 0,
          reason,
        })
      }
    >
      <DollarField
        label={t`US dollars for 1,000 units`}
        hint={t`Units are what the vendor counts, or characters where it tells none.`}
        value={units}
        onText={setUnits}
      />
      <DollarField
        label={t`US dollars for each call`}
        hint={t`On top of the units; often 0.`}
        value={call}
        onText={setCall}
      />
      <DayField label={t`From day`} at={fromDay} onAt={setFromDay} />
      <p className="text-sm text-ink-2">
        <Trans>Days from then on are reckoned anew; earlier ones keep their price.</Trans>
      </p>
    </OrderDialog>
  );
};
