import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { creditsGivenBack, REFUND_WAYS } from '../../../../worker/contract/refund-share.ts';
import { adminApi } from '../../api/admin-client.ts';
import type { Payment } from '../../api/wire.ts';
import { formatAmount, formatMoney, formatNumber } from '../../format.ts';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { readAmount } from '../checkout/calculator.ts';
import { OrderDialog } from './order-dialog.tsx';

type RefundDialogProps = {
  payment: Pick<Payment, 'id' | 'processor' | 'amountMinor' | 'refundedMinor' | 'currency' | 'credits'>;
  onClose: () => void;
};

/** Gives a payment back, all that is left of it or a part. One order while it is open, however often it is sent. */
export const RefundDialog = ({ payment, onClose }: RefundDialogProps) => {
  const { t } = useLingui();
  const [clientRefundId] = useState(() => crypto.randomUUID());
  const [what, setWhat] = useState<'all' | 'part'>('all');
  const [typed, setTyped] = useState('');
  const way = REFUND_WAYS[payment.processor];
  const [isByHand, setByHand] = useState(way === 'by_hand');
  const { id, amountMinor, refundedMinor, currency } = payment;
  const leftMinor = amountMinor - refundedMinor;
  const wished = what === 'all' ? leftMinor : readAmount(typed);
  const isInRange = wished !== undefined && wished >= 1 && wished <= leftMinor;
  const left = formatMoney(leftMinor, currency);
  const after = creditsGivenBack(payment, refundedMinor + (isInRange ? wished : 0));
  const taken = formatNumber(after - creditsGivenBack(payment, refundedMinor));
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={t`Give a payment back`}
      go={isByHand ? t`Write down` : t`Give back`}
      variant="danger"
      ready={isInRange}
      done={t`The refund is under way`}
      reasonHint={t`Kept in the audit log and on the refund.`}
      order={(reason) =>
        adminApi.refundPayment(id, {
          clientRefundId,
          reason,
          isByHand,
          ...(what === 'part' && wished !== undefined ? { amountMinor: wished } : {}),
        })
      }
    >
      {way === 'by_hand' && (
        <p className="text-sm text-ink-2">
          <Trans>
            This processor gives nothing back by itself. Do it in its cabinet first; here it is only written down.
          </Trans>
        </p>
      )}
      {way === 'either' && (
        <Field label={t`By whom`}>
          <Select
            options={[
              { value: 'asked', label: t`The processor is asked to do it` },
              { value: 'by_hand', label: t`It was done in its cabinet already` },
            ]}
            value={isByHand ? 'by_hand' : 'asked'}
            onValueChange={(value) => setByHand(value === 'by_hand')}
          />
        </Field>
      )}
      <Field label={t`How much`}>
        <Select
          options={[
            { value: 'all', label: t`All that is left: ${left}` },
            { value: 'part', label: t`A part` },
          ]}
          value={what}
          onValueChange={(value) => setWhat(value as 'all' | 'part')}
        />
      </Field>
      {what === 'part' && (
        <Field
          label={t`Amount in ${currency}`}
          hint={t`At most ${left}.`}
          error={typed !== '' && !isInRange ? t`This is no amount up to ${left}.` : undefined}
        >
          <Input
            data-autofocus
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            placeholder={formatAmount(leftMinor)}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      <p className="text-sm text-ink-2">
        <Trans>
          {taken} credits go with it. What of them is spent already is owed: nothing new is made until it is cleared.
        </Trans>
      </p>
    </OrderDialog>
  );
};
