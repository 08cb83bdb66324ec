import { useLingui } from '@lingui/react/macro';
import { isOpen } from '../../api/job-state.ts';
import type { Job } from '../../api/wire.ts';
import { Badge } from '../../ui/badge.tsx';
import { filesAreGone, statusInWords } from './job-words.ts';

/** A job's state in a word. */
export const StatusBadge = ({ job }: { job: Job }) => {
  const { t } = useLingui();
  if (filesAreGone(job)) return <Badge>{t`Files gone`}</Badge>;
  const tone =
    job.status === 'completed' ? 'good' : job.status === 'failed' ? 'danger' : isOpen(job.status) ? 'sound' : 'plain';
  return <Badge tone={tone}>{statusInWords(job.status)}</Badge>;
};
