import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { LiveEvent } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';

const SAID: readonly LiveEvent['type'][] = ['job_completed', 'job_failed', 'credits_added', 'history_evicted'];

/** The words come with the first thing there is to say. */
const loadWords = () => Promise.all([import('./event-toasts.ts'), import('./undo-removal.ts')]);

/** Says what happened while one was looking elsewhere. What one did oneself is not announced. */
export const useEventToasts = (): ((event: LiveEvent) => void) => {
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  return useCallback(
    (event: LiveEvent) => {
      if (!SAID.includes(event.type)) return;
      const onOpen = (jobId: string) => void navigate({ to: '/studio/jobs/$jobId', params: { jobId } });
      loadWords().then(
        ([{ eventToast }, { undoOf }]) => {
          const said = eventToast(event, {
            path: window.location.pathname,
            onOpen,
            undoOf: (jobIds) => undoOf({ cache, toast }, jobIds),
          });
          if (said) toast(said);
        },
        // Every page shows what is so; a message may be missed.
        () => undefined,
      );
    },
    [cache, toast, navigate],
  );
};
