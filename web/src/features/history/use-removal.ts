import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { dropFromHistory } from '../../live/apply-event.ts';
import { useToast } from '../../ui/toast.tsx';
import { undoOf } from '../studio/undo-removal.ts';

/** Takes results out of the history at once, and offers the way back for as long as there is one. */
export const useRemoval = () => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (jobIds: readonly string[]) => api.removeFromHistory([...jobIds]),
    onMutate: async (jobIds) => {
      await cache.cancelQueries({ queryKey: keys.history });
      dropFromHistory(cache, jobIds);
    },
    onSuccess: ({ jobIds }) =>
      toast({
        title: plural(jobIds.length, { one: '# result was removed', other: '# results were removed' }),
        ...undoOf({ cache, toast }, jobIds),
      }),
    onError: (error) => {
      // What another tab has removed is gone, as was wished.
      if (error instanceof ApiError && error.status === 404) return;
      toast({ title: t`It could not be removed`, detail: messageOf(error), tone: 'danger' });
    },
    onSettled: () => {
      for (const queryKey of [keys.history, keys.jobs]) void cache.invalidateQueries({ queryKey });
    },
  });
};
