import { Trans, useLingui } from '@lingui/react/macro';
import { skipToken, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { keys } from '../../api/queries.ts';
import type { Job } from '../../api/wire.ts';
import { useJob } from '../../live/use-job.ts';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Most come without a job under way; who has one waits a moment for what shows it. */
const JobView = lazy(async () => ({ default: (await import('../jobs/job-view.tsx')).JobView }));

type PreviewPaneProps = {
  jobId: string | undefined;
  /** What comes back here, in a sentence, while nothing has yet. */
  promise: string;
  onReuse: (job: Job) => void;
  onAgain: (job: Job) => void;
  onRemoved: () => void;
};

/** Where it comes back: rings at rest, at work, and then the result. */
export const PreviewPane = ({ jobId, ...rest }: PreviewPaneProps) => {
  const { t } = useLingui();
  return (
    <section
      aria-label={t`Preview`}
      className="relative isolate grid h-full min-w-0 content-start overflow-clip p-5 sm:p-6"
    >
      <Suspense
        fallback={
          // As high as work under way, which is what mostly comes.
          <div className="grid min-h-96 content-start justify-items-center pt-2">
            <EchoRings state="waiting" className="w-56" />
          </div>
        }
      >
        {jobId === undefined ? (
          <AtRest promise={rest.promise} />
        ) : jobId.startsWith('pending:') ? (
          <StandIn jobId={jobId} onReuse={rest.onReuse} />
        ) : (
          <Live jobId={jobId} {...rest} />
        )}
      </Suspense>
    </section>
  );
};

const AtRest = ({ promise }: Pick<PreviewPaneProps, 'promise'>) => (
  <div className="grid justify-items-center gap-4 pt-2 text-center">
    <EchoRings state="still" className="w-56" />
    <div className="grid gap-0.5">
      <h2 className="text-base font-semibold">
        <Trans>It comes back here</Trans>
      </h2>
      <p className="mx-auto max-w-60 text-sm text-ink-2">{promise}</p>
    </div>
  </div>
);

const Live = ({ jobId, promise, onReuse, onAgain, onRemoved }: PreviewPaneProps & { jobId: string }) => {
  const { t } = useLingui();
  const job = useJob(jobId);
  if (job.data)
    return (
      <JobView
        key={jobId}
        job={job.data}
        onReuse={() => onReuse(job.data)}
        onAgain={() => onAgain(job.data)}
        onRemoved={onRemoved}
      />
    );
  // What was shown before may have left the history since, or be somebody else's of this browser.
  if (job.error instanceof ApiError && job.error.status === 404) return <AtRest promise={promise} />;
  if (job.error)
    return (
      <EmptyState tone="failed" title={t`It could not be read`}>
        {messageOf(job.error)}
      </EmptyState>
    );
  return null;
};

/** The order before the server has taken it: only in the cache, never asked for. */
const StandIn = ({ jobId, onReuse }: { jobId: string; onReuse: (job: Job) => void }) => {
  const { data } = useQuery<Job>({ queryKey: keys.job(jobId), queryFn: skipToken });
  return data ? <JobView job={data} onReuse={() => onReuse(data)} /> : null;
};
