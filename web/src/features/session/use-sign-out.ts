import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { useToast } from '../../ui/toast.tsx';

/** Ends this device's session and goes home. When the server was not reached, it says that one is still signed in. */
export const useSignOut = () => {
  const { t } = useLingui();
  const toast = useToast();
  const goHome = () => window.location.assign('/');
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: api.closeSession,
    onSuccess: goHome,
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) return goHome();
      toast({ title: t`You are still signed in`, detail: messageOf(error), tone: 'danger' });
    },
  });
  return { signOut: () => mutate(), isPending: isPending || isSuccess };
};
