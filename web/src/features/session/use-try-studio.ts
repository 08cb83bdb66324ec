import { useMutation } from '@tanstack/react-query';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 405);

/**
 * Opens the demo creator's session and goes to the studio. The route behind it exists in development only: elsewhere
 * the way into the studio is one's own account.
 */
export const useTryStudio = () => {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: api.openDemoSession,
    // A full load, so that nothing of the guest's page outlives the change of person.
    onSuccess: () => window.location.assign('/studio/speech'),
    onError: (failure) => isMissing(failure) && window.location.assign('/sign-in'),
  });
  const leaving = isSuccess || isMissing(error);
  return {
    open: () => mutate(),
    isPending: isPending || leaving,
    message: error === null || leaving ? undefined : messageOf(error),
  };
};
