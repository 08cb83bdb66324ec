import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { isOpen } from '../../api/job-state.ts';
import { keys } from '../../api/queries.ts';
import type { Job } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { JobProgress } from './job-progress.tsx';
import { JobResult } from './job-result.tsx';

type JobViewProps = {
  job: Job;
  onReuse: () => void;
  /** Both left out where nothing can be ordered. */
  onAgain?: () => void;
  onRemoved?: () => void;
};

/** One job in whatever state it is, with the way to stop it. Escape asks for that, and never does it unasked. */
export const JobView = ({ job, onReuse, onAgain, onRemoved }: JobViewProps) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const open = isOpen(job.status);
  const isStandIn = job.jobId.startsWith('pending:');
  const stop = useMutation({
    mutationFn: () => api.cancelJob(job.jobId),
    onSuccess: (stopped) => cache.setQueryData<Job>(keys.job(stopped.jobId), stopped),
    onError: (error) => toast({ title: t`It could not be stopped`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () =>
      Promise.all([keys.me, keys.jobs, keys.ledger].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
  useShortcut('Escape', () => setAsking(true), open && !isStandIn && !asking);
  return (
    <>
      {open ? (
        <JobProgress
          job={job}
          stopping={stop.isPending || isStandIn}
          onStop={() => setAsking(true)}
          onAgain={onAgain}
        />
      ) : (
        <JobResult job={job} onReuse={onReuse} onAgain={onAgain} onRemoved={onRemoved} />
      )}
      <Dialog
        open={asking && open}
        onClose={() => setAsking(false)}
        title={t`Stop this one?`}
        description={
          job.status === 'queued'
            ? plural(job.costCredits, {
                one: 'It has not begun: # credit will come back at once.',
                other: 'It has not begun: # credits will come back at once.',
              })
            : plural(job.costCredits, {
                one: 'It has begun, so its price of # credit may stand.',
                other: 'It has begun, so its price of # credits may stand.',
              })
        }
        footer={
          <>
            <Button data-autofocus onClick={() => setAsking(false)}>
              <Trans>Let it run</Trans>
            </Button>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false);
                stop.mutate();
              }}
            >
              <Trans>Stop it</Trans>
            </Button>
          </>
        }
      />
    </>
  );
};
