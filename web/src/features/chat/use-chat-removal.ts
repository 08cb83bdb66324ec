import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { dropFromHistory } from '../../live/apply-event.ts';
import { useToast } from '../../ui/toast.tsx';
import { undoOf } from '../studio/undo-removal.ts';

/** Takes a chat out of the history by the job that names it there, and offers the way back for as long as there is one. */
export const useChatRemoval = () => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (historyJobId: string) => api.removeFromHistory([historyJobId]),
    onSuccess: ({ jobIds }) => {
      dropFromHistory(cache, jobIds);
      toast({ title: t`The chat was removed`, ...undoOf({ cache, toast }, jobIds) });
    },
    onError: (error) => toast({ title: t`It could not be removed`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.conversationLists }),
  });
};
