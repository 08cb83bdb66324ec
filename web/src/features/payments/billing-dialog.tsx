import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { billingQuery, changeBilling } from '../../api/payment-queries.ts';
import type { BillingDetails } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Textarea } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';

type FormProps = {
  id: string;
  saved: BillingDetails;
  error: string | undefined;
  onSend: (details: BillingDetails) => void;
};

const Form = ({ id, saved, error, onSend }: FormProps) => {
  const { t } = useLingui();
  const [details, setDetails] = useState(saved);
  const set = (own: Partial<BillingDetails>) => setDetails((known) => ({ ...known, ...own }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend(details);
  };
  return (
    <form id={id} noValidate onSubmit={send} className="grid gap-5">
      <Field label={t`Name or company`} hint={t`Left empty, it is the name of your account.`}>
        <Input
          data-autofocus
          maxLength={120}
          autoComplete="organization"
          value={details.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label={t`Address`}>
        <Textarea
          rows={3}
          maxLength={400}
          autoComplete="street-address"
          value={details.address}
          onChange={(event) => set({ address: event.target.value })}
        />
      </Field>
      <Field
        label={t`Tax number`}
        hint={t`It stands on receipts to come. Those you have keep what they say.`}
        error={error}
      >
        <Input
          maxLength={40}
          autoComplete="off"
          value={details.taxId}
          onChange={(event) => set({ taxId: event.target.value })}
        />
      </Field>
    </form>
  );
};

/** How one is named on receipts to come. */
export const BillingDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useLingui();
  const formId = useId();
  const cache = useQueryClient();
  const toast = useToast();
  const billing = useQuery(billingQuery);
  const change = useMutation({
    mutationFn: changeBilling,
    onSuccess: (saved) => {
      cache.setQueryData(billingQuery.queryKey, saved);
      toast({ title: t`Saved for receipts to come`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Billing details`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          <Button type="submit" form={formId} variant="solid" disabled={!billing.data} loading={change.isPending}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      {billing.data ? (
        <Form
          id={formId}
          saved={billing.data}
          error={change.error ? messageOf(change.error) : undefined}
          onSend={(details) => change.mutate(details)}
        />
      ) : billing.isError ? (
        <ReadFault title={t`Your billing details could not be read`} query={billing} />
      ) : (
        <Skeleton className="h-64" aria-busy="true" />
      )}
    </Dialog>
  );
};
