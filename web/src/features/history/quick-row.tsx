import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HistoryFilter } from '../../api/client.ts';
import { isOpen } from '../../api/job-state.ts';
import { historyQuery, jobsQuery } from '../../api/queries.ts';
import type { HistoryItem } from '../../api/wire.ts';
import { formatAgo } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useNow } from '../../ui/use-now.ts';
import { JobList } from '../jobs/job-list.tsx';
import { ItemFace } from './item-face.tsx';
import { ItemLink } from './item-link.tsx';
import { titleOf } from './item-words.ts';

const SHOWN_MAX = 10;
const MINUTE_MS = 60_000;
const SKELETONS = ['a', 'b', 'c', 'd', 'e'];
const TILE = 'w-40 shrink-0 snap-start overflow-hidden rounded-md border border-line bg-surface';

const QuickTile = ({ item, now }: { item: HistoryItem; now: number }) => (
  <li className={TILE}>
    <div className="relative aspect-4/3 overflow-hidden border-b border-line bg-sunken">
      <ItemFace item={item} />
    </div>
    <div className="grid gap-0.5 px-2.5 py-2">
      <ItemLink item={item} dir="auto" className="truncate rounded-xs text-sm underline-offset-4 hover:underline">
        {titleOf(item)}
      </ItemLink>
      <time dateTime={new Date(item.createdAt).toISOString()} className="text-xs text-ink-3">
        {formatAgo(item.createdAt, now)}
      </time>
    </div>
  </li>
);

type QuickRowProps = {
  /** What of the history belongs to the editor above; left out, all of it. */
  filter?: Pick<HistoryFilter, 'type' | 'module'>;
};

/** Under an editor: what is being made in it, and the last things that were. */
export const QuickRow = ({ filter = {} }: QuickRowProps) => {
  const list = useInfiniteQuery(historyQuery(filter));
  const jobs = useInfiniteQuery(jobsQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const open = jobs.filter((job) => isOpen(job.status) && (filter.module ?? job.module) === job.module);
  const items = list.data?.pages[0]?.items.slice(0, SHOWN_MAX);
  const now = useNow(MINUTE_MS);
  return (
    <section aria-labelledby="recent" className="grid content-start gap-3 border-t border-line px-4 py-6 sm:px-6">
      <div className="flex items-baseline justify-between">
        <h2 id="recent" className="text-base font-semibold">
          <Trans>Recent</Trans>
        </h2>
        <Link
          to="/studio/history"
          search={filter.type === undefined ? {} : { type: filter.type }}
          className="relative touch-reach-3 rounded-xs text-sm text-ink-2 underline-offset-4 hover:text-ink hover:underline"
        >
          <Trans>All of them</Trans>
        </Link>
      </div>
      {open.length > 0 && <JobList jobs={open} />}
      {list.isError && items === undefined ? (
        <p className="flex items-center gap-3 text-sm text-ink-2">
          <Trans>They could not be read just now.</Trans>
          <Button size="sm" onClick={() => void list.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </p>
      ) : items?.length === 0 ? (
        open.length === 0 && (
          <p className="py-3 text-sm text-ink-2">
            <Trans>What you make will be listed here.</Trans>
          </p>
        )
      ) : (
        <ul aria-busy={items === undefined || undefined} className="flex snap-x gap-3 overflow-x-auto pb-2">
          {items?.map((item) => <QuickTile key={item.jobId} item={item} now={now} />) ??
            SKELETONS.map((key) => (
              <li key={key} className={TILE}>
                <Skeleton className="aspect-4/3 w-full rounded-none" />
                <span className="grid gap-2 px-2.5 py-2.5">
                  <Skeleton className="h-4 w-4/5" />
                  <Skeleton className="h-3 w-1/2" />
                </span>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
};
