import { plural } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { isOpen } from '../../api/job-state.ts';
import { jobsQuery } from '../../api/queries.ts';
import { JobList } from '../jobs/job-list.tsx';

/** What is still being made, and of the latest what came to nothing: neither takes any room in the history. */
export const Unfinished = () => {
  const jobs = useInfiniteQuery(jobsQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const open = jobs.filter((job) => isOpen(job.status));
  const failed = jobs.filter((job) => !isOpen(job.status) && job.status !== 'completed');
  return (
    <>
      {open.length > 0 && (
        <section aria-labelledby="being-made" className="grid gap-2">
          <h2 id="being-made" className="text-base font-semibold">
            <Trans>Being made</Trans>
          </h2>
          <JobList jobs={open} />
        </section>
      )}
      {failed.length > 0 && (
        <details className="group/failed border-b border-line pb-2">
          <summary className="inline-flex cursor-pointer rounded-xs py-1 text-sm text-ink-2 hover:text-ink">
            {plural(failed.length, { one: '# came to nothing', other: '# came to nothing' })}
          </summary>
          <JobList jobs={failed} />
        </details>
      )}
    </>
  );
};
