import { useMutation } from '@tanstack/react-query';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';

/**
 * Opens the demo creator's session and goes to the studio. The route behind it exists in development only:
 * elsewhere it is not found, and `unavailable` says that sign-in is still to come.
 */
export const useTryStudio = () => {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: api.openDemoSession,
    // A full load, so that nothing of the guest's page outlives the change of person.
    onSuccess: () => window.location.assign('/studio/speech'),
  });
  const unavailable = error instanceof ApiError && (error.status === 404 || error.status === 405);
  return {
    open: () => mutate(),
    isPending: isPending || isSuccess,
    unavailable,
    message: error === null ? undefined : unavailable ? SIGN_IN_COMES : messageOf(error),
  };
};

export const SIGN_IN_COMES = 'Accounts open soon. Until then the demo on this page is yours to use.';
