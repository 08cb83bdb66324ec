import { t } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import { HISTORY_UNDO_MS } from '../../../../worker/contract/limits.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { ToastInput } from '../../ui/toast.tsx';

type Tools = { cache: QueryClient; toast: (toast: ToastInput) => void };

const restore = async ({ cache, toast }: Tools, jobIds: readonly string[]): Promise<void> => {
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

/** The way back for what has left the history, as the action of a message that stays as long as there is one. */
export const undoOf = (tools: Tools, jobIds: readonly string[]): Pick<ToastInput, 'action' | 'shownMs'> => ({
  action: { label: t`Undo`, onSelect: () => void restore(tools, jobIds) },
  shownMs: HISTORY_UNDO_MS,
});
