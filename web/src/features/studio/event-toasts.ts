import { plural, t } from '@lingui/core/macro';
import type { LiveEvent } from '../../api/wire.ts';
import type { ToastInput } from '../../ui/toast.tsx';
import { jobFaultInWords } from '../jobs/job-words.ts';

type Ways = { onOpen: (jobId: string) => void; undoOf: (jobIds: readonly string[]) => Partial<ToastInput> };

/** What an event is said with; undefined for one that is seen where it happens. */
export const eventToast = (event: LiveEvent, { onOpen, undoOf }: Ways): ToastInput | undefined => {
  if (event.type === 'job_completed') {
    const { jobId } = event.job;
    return {
      title: t`Your speech is ready`,
      tone: 'good',
      action: { label: t`Open it`, onSelect: () => onOpen(jobId) },
    };
  }
  if (event.type === 'job_failed' && event.job.status === 'failed') {
    const { returnedCredits, error } = event.job;
    const back = plural(returnedCredits, { one: '# credit came back.', other: '# credits came back.' });
    const reason = error ? jobFaultInWords(error) : '';
    return { title: t`A speech failed`, detail: returnedCredits > 0 ? `${back} ${reason}` : reason, tone: 'danger' };
  }
  if (event.type === 'credits_added' && event.kind !== 'refund' && event.kind !== 'settle') {
    return {
      title: plural(event.changeCredits, { one: '# credit added', other: '# credits added' }),
      tone: 'good',
    };
  }
  if (event.type === 'history_evicted' && event.reason === 'over_limit') {
    const title = t`Saved — your oldest item was removed to keep history under 30 items.`;
    return { title, ...undoOf(event.jobIds) };
  }
  if (event.type === 'history_evicted' && event.reason === 'retention') {
    const title = plural(event.jobIds.length, { one: '# old result has gone', other: '# old results have gone' });
    return { title, detail: t`They had reached their age.` };
  }
  return undefined;
};
