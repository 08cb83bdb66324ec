import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { HISTORY_UNDO_MS } from '../../../../worker/contract/limits.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { type ToastInput, useToast } from '../../ui/toast.tsx';

/** The way back for what has left the history, as the action of a message that stays as long as there is one. */
export const useRestore = (): ((jobIds: readonly string[]) => Pick<ToastInput, 'action' | 'shownMs'>) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  return useCallback(
    (jobIds) => {
      const restore = async () => {
        try {
          const { goneJobIds } = await api.restoreToHistory([...jobIds]);
          if (goneJobIds.length > 0) toast({ title: t`Some of it was removed for good already`, tone: 'danger' });
        } catch (error) {
          const isGone = error instanceof ApiError && error.status === 410;
          const detail = isGone ? t`It was removed for good already.` : messageOf(error);
          toast({ title: t`It could not be brought back`, detail, tone: 'danger' });
        }
        for (const queryKey of [keys.history, keys.jobs]) void cache.invalidateQueries({ queryKey });
      };
      return { action: { label: t`Undo`, onSelect: () => void restore() }, shownMs: HISTORY_UNDO_MS };
    },
    [cache, toast, t],
  );
};
