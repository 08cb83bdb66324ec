import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../../api/api-error.ts';
import { ownAccount } from '../../api/own-account.ts';
import { keys } from '../../api/queries.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';

/** Calls off the planned end of the account. */
export const KeepAccountButton = ({ variant, size }: { variant: ButtonVariant; size?: 'sm' | 'md' }) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  const keep = useMutation({
    mutationFn: ownAccount.callOffDeletion,
    onSuccess: (me) => {
      cache.setQueryData(keys.me, me);
      toast({ title: t`Your account stays`, detail: t`Nothing of it was lost.`, tone: 'good' });
    },
    onError: (error) =>
      toast({ title: t`The account is still to be deleted`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <Button variant={variant} size={size ?? 'md'} loading={keep.isPending} onClick={() => keep.mutate()}>
      <Trans>Keep my account</Trans>
    </Button>
  );
};
