import { plural, t } from '@lingui/core/macro';
import type { Job, LiveEvent, Module } from '../../api/wire.ts';
import type { ToastInput } from '../../ui/toast.tsx';
import { jobFaultInWords } from '../jobs/job-words.ts';

/** What is ready, by the tool that made it. */
const READY: Record<Module, () => string> = {
  tts: () => t`Your speech is ready`,
  text: () => t`Your answer is ready`,
  image: () => t`Your images are ready`,
  img2vid_noaudio: () => t`Your film is ready`,
  img2vid_audio: () => t`Your film is ready`,
  audio2vid: () => t`Your film is ready`,
};

const FAILED: Record<Module, () => string> = {
  tts: () => t`A speech failed`,
  text: () => t`A question was not answered`,
  image: () => t`Images failed`,
  img2vid_noaudio: () => t`A film failed`,
  img2vid_audio: () => t`A film failed`,
  audio2vid: () => t`A film failed`,
};

/** An answer is seen where it is written. */
const isInSight = (job: Job, path: string): boolean =>
  job.module === 'text' && (path === '/studio/chat' || path === `/studio/chat/${job.params.conversationId}`);

type Ways = {
  /** Where the person is. */
  path: string;
  onOpen: (jobId: string) => void;
  undoOf: (jobIds: readonly string[]) => Partial<ToastInput>;
};

/** What an event is said with; undefined for one that is seen where it happens. */
export const eventToast = (event: LiveEvent, { path, onOpen, undoOf }: Ways): ToastInput | undefined => {
  if ((event.type === 'job_completed' || event.type === 'job_failed') && isInSight(event.job, path)) return undefined;
  if (event.type === 'job_completed') {
    const { jobId, module } = event.job;
    return {
      title: READY[module](),
      tone: 'good',
      action: { label: t`Open it`, onSelect: () => onOpen(jobId) },
    };
  }
  if (event.type === 'job_failed' && event.job.status === 'failed') {
    const { returnedCredits, error } = event.job;
    const back = plural(returnedCredits, { one: '# credit came back.', other: '# credits came back.' });
    const reason = error ? jobFaultInWords(error) : '';
    return {
      title: FAILED[event.job.module](),
      detail: returnedCredits > 0 ? `${back} ${reason}` : reason,
      tone: 'danger',
    };
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
