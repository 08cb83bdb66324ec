import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { adminDeletionsQuery } from '../../api/admin-queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { formatNumber } from '../../format.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { LongList } from '../studio/long-list.tsx';
import { DeletionList, DeletionListSkeleton } from './deletion-list.tsx';

/** Files on their way out of the bucket, and those that have gone. The address keeps which of the two. */
export const DeletionsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Deletions`);
  const { state = 'waiting' } = useSearch({ from: '/studio/admin/deletions' });
  const navigate = useNavigate({ from: '/studio/admin/deletions' });
  const list = useInfiniteQuery(adminDeletionsQuery(state));
  const counts = list.data?.pages.at(-1);
  const label = state === 'waiting' ? t`Waiting to be removed` : t`Removed`;
  return (
    <div className="grid gap-6">
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          Files are hidden first and then removed from the bucket. What the bucket does not let go of is tried again,
          later each time, until it is gone.
        </Trans>
      </p>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Select
          aria-label={t`List`}
          className="w-full sm:w-64"
          options={[
            { value: 'waiting', label: t`Waiting to be removed` },
            { value: 'removed', label: t`Removed` },
          ]}
          value={state}
          onValueChange={(value) =>
            void navigate({ search: value === 'removed' ? { state: value } : {}, replace: true })
          }
        />
        <p className="min-h-5 text-sm text-ink-3">
          {counts && (
            <Trans>
              {formatNumber(counts.waiting)} waiting, {formatNumber(counts.failing)} tried in vain
            </Trans>
          )}
        </p>
      </div>
      <LongList
        query={list}
        skeleton={<DeletionListSkeleton />}
        failure={t`The deletions could not be read`}
        more={t`Older entries`}
        empty={
          <EmptyState title={state === 'waiting' ? t`Nothing waits` : t`Nothing has been removed yet`}>
            <Trans>Files go when their time is over, every night, or when a job ends without delivering.</Trans>
          </EmptyState>
        }
      >
        {(items) => <DeletionList deletions={items} label={label} />}
      </LongList>
    </div>
  );
};
