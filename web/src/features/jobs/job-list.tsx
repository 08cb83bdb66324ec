import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { isOpen } from '../../api/job-state.ts';
import type { Job } from '../../api/wire.ts';
import { formatAgo, formatClock, formatPercent } from '../../format.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { TOOLS } from '../tools.ts';
import { StatusBadge } from './status-badge.tsx';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

const JobRow = ({ job, now }: { job: Job; now: number }) => {
  const { t } = useLingui();
  const tool = TOOLS.find(({ module }) => module === job.module);
  const durationMs = job.finals[0]?.durationMs ?? job.preview?.durationMs;
  const inside = (
    <>
      <span dir="auto" className="col-span-2 truncate text-base sm:col-span-1">
        {job.module === 'tts' && job.script.scenes !== null && (
          <span className="text-ink-3">{plural(job.script.scenes, { one: '# scene', other: '# scenes' })}: </span>
        )}
        {job.title === '' && tool ? t(tool.name) : job.title}
      </span>
      <span className="flex items-center gap-3 text-xs text-ink-3">
        <StatusBadge job={job} />
        {isOpen(job.status) && <span>{formatPercent(job.progress)}</span>}
        {durationMs !== undefined && durationMs !== null && <span>{formatClock(durationMs / SECOND_MS)}</span>}
      </span>
      <time dateTime={new Date(job.createdAt).toISOString()} className="justify-self-end text-xs text-ink-3">
        {formatAgo(job.createdAt, now)}
      </time>
    </>
  );
  const look =
    'grid grid-cols-[minmax(0,1fr)_5.5rem] items-center gap-x-5 gap-y-1.5 px-2 py-3 sm:grid-cols-[minmax(0,1fr)_11rem_5.5rem]';
  return job.jobId.startsWith('pending:') ? (
    <div className={`${look} opacity-70`}>{inside}</div>
  ) : (
    <Link
      to="/studio/jobs/$jobId"
      params={{ jobId: job.jobId }}
      className={`${look} rounded-xs hover:bg-raised focus-visible:outline-offset-[-2px]`}
    >
      {inside}
    </Link>
  );
};

/** Jobs, newest first, each the way to its own page. */
export const JobList = ({ jobs }: { jobs: readonly Job[] }) => {
  const now = useNow(MINUTE_MS);
  return (
    <ul className="-mx-2 divide-y divide-line">
      {jobs.map((job) => (
        <li key={job.clientJobId}>
          <JobRow job={job} now={now} />
        </li>
      ))}
    </ul>
  );
};

/** The same rows before they are here. */
export const JobListSkeleton = ({ rows }: { rows: number }) => (
  <div aria-busy="true" className="divide-y divide-line">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows without anything in them have nothing else
      <div key={row} className="flex h-[2.875rem] items-center gap-5">
        <Skeleton className="h-4 grow" />
        <Skeleton className="h-5 w-16" />
      </div>
    ))}
  </div>
);
