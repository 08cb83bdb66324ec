import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { REASON_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { adminKeys } from '../../api/admin-queries.ts';
import { messageOf } from '../../api/api-error.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Textarea } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';

type OrderDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will change and what will not. */
  children: ReactNode;
  go: string;
  variant: ButtonVariant;
  /** Off while the order is not complete, its reason apart. */
  ready?: boolean;
  /** Who reads the reason, where it is not the operators alone. */
  reasonHint?: string;
  /** Said when it is done. */
  done: string;
  order: (reason: string) => Promise<unknown>;
};

/** An order about somebody: what it does, why it is given, and no way to give it without a reason. */
export const OrderDialog = ({
  open,
  onClose,
  title,
  children,
  go,
  variant,
  ready = true,
  reasonHint,
  done,
  order,
}: OrderDialogProps) => {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const formId = useId();
  const cache = useQueryClient();
  const toast = useToast();
  const give = useMutation({
    mutationFn: order,
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: adminKeys.all });
      toast({ title: done, tone: 'good' });
      close();
    },
  });
  const close = () => {
    setReason('');
    give.reset();
    onClose();
  };
  const wish = reason.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish !== '' && ready && !give.isPending) give.mutate(wish);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      closesOnBackdrop={wish === ''}
      title={title}
      footer={
        <>
          <Button onClick={close}>
            <Trans>Not now</Trans>
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={variant}
            disabled={wish === '' || !ready}
            loading={give.isPending}
          >
            {go}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-5">
        {children}
        <Field
          label={t`Reason`}
          hint={reasonHint ?? t`Kept in the audit log, which only operators see.`}
          error={give.error ? messageOf(give.error) : undefined}
        >
          <Textarea
            data-autofocus
            rows={3}
            maxLength={REASON_MAX_CHARS}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              if (give.isError) give.reset();
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
};
