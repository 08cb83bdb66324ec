import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { jobsQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { JobList, JobListSkeleton } from '../jobs/job-list.tsx';

const SHOWN_MAX = 5;

/** The last few, under the editor. */
export const RecentJobs = () => {
  const list = useInfiniteQuery(jobsQuery);
  const jobs = list.data?.pages.flatMap((page) => page.items).slice(0, SHOWN_MAX) ?? [];
  return (
    <section aria-labelledby="recent" className="grid content-start gap-2 border-t border-line px-4 py-6 sm:px-6">
      <div className="flex items-baseline justify-between">
        <h2 id="recent" className="text-base font-semibold">
          <Trans>Recent</Trans>
        </h2>
        <Link
          to="/studio/history"
          className="rounded-xs text-sm text-ink-2 underline-offset-4 hover:text-ink hover:underline"
        >
          <Trans>All of them</Trans>
        </Link>
      </div>
      {list.isPending && <JobListSkeleton rows={3} />}
      {list.isError && jobs.length === 0 && (
        <p className="flex items-center gap-3 text-sm text-ink-2">
          <Trans>They could not be read just now.</Trans>
          <Button size="sm" onClick={() => void list.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </p>
      )}
      {list.isSuccess && jobs.length === 0 && (
        <p className="py-3 text-sm text-ink-2">
          <Trans>What you make will be listed here.</Trans>
        </p>
      )}
      {jobs.length > 0 && <JobList jobs={jobs} />}
    </section>
  );
};
