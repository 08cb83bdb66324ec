import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { jobsQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { JobList, JobListSkeleton } from './job-list.tsx';

/** All that was made, and all that is being made. */
export const HistoryPage = () => {
  const { t } = useLingui();
  usePageTitle(t`History`);
  const list = useInfiniteQuery(jobsQuery);
  const jobs = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-8 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading
        title={t`History`}
        about={t`Everything you made, newest first. What is still running goes on without you.`}
      />
      {list.isPending && <JobListSkeleton rows={6} />}
      {list.isError && jobs.length === 0 && <ReadFault title={t`The history could not be read`} query={list} />}
      {list.isSuccess && jobs.length === 0 && (
        <EmptyState
          title={t`Nothing has sounded here yet`}
          action={
            <Link to="/studio/speech" className={buttonClass('solid')}>
              <Trans>Make the first one</Trans>
            </Link>
          }
        >
          <Trans>What you make is kept here, also when you leave before it is done.</Trans>
        </EmptyState>
      )}
      {jobs.length > 0 && <JobList jobs={jobs} />}
      {list.hasNextPage && (
        <Button
          className="justify-self-center"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          <Trans>Older ones</Trans>
        </Button>
      )}
    </div>
  );
};
