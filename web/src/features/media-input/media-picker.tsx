import { Trans, useLingui } from '@lingui/react/macro';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read, routes, until } from '../../api/client.ts';
import { jobsQuery } from '../../api/queries.ts';
import type { Job, MediaRef, UploadKind } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { type Candidate, ImageGrid, SoundList } from './media-candidates.tsx';

const PAGE_ITEMS = 24;
const SKELETONS = 6;

const uploadsQuery = (kind: UploadKind) =>
  infiniteQueryOptions({
    queryKey: ['uploads', kind],
    queryFn: ({ pageParam, signal }) =>
      read(
        routes.uploads.$get(
          { query: { kind, limit: PAGE_ITEMS, ...(pageParam === undefined ? {} : { cursor: pageParam }) } },
          until(signal),
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** The results of a job that are of the kind, each to be picked by itself. */
const candidatesOf = (job: Job, kind: UploadKind): Candidate[] =>
  job.finals
    .filter(({ contentType }) => contentType.startsWith(`${kind}/`))
    .map(({ assetId, url, durationMs }) => ({
      ref: { assetId },
      url,
      name: job.title,
      durationMs,
      createdAt: job.createdAt,
    }));

type PickerProps = { kind: UploadKind; onPick: (ref: MediaRef) => void; onClose: () => void };

/** What was sent or made before, to be used again. Nothing is copied. */
export const MediaPicker = ({ kind, onPick, onClose }: PickerProps) => {
  const { t } = useLingui();
  return (
    <Dialog open onClose={onClose} size="lg" title={kind === 'image' ? t`Pick an image` : t`Pick a sound`}>
      <Tabs
        label={t`Where from`}
        tabs={[
          { value: 'uploads', label: t`Sent by you`, content: <Sent kind={kind} onPick={onPick} /> },
          { value: 'history', label: t`Made here`, content: <Made kind={kind} onPick={onPick} /> },
        ]}
      />
    </Dialog>
  );
};

type TabProps = Pick<PickerProps, 'kind' | 'onPick'>;

const Sent = ({ kind, onPick }: TabProps) => {
  const { t } = useLingui();
  const query = useInfiniteQuery(uploadsQuery(kind));
  const candidates = query.data?.pages
    .flatMap(({ items }) => items)
    .map(
      ({ uploadId, url, name, durationMs, createdAt }): Candidate => ({
        ref: { uploadId },
        url: url ?? '',
        name,
        durationMs,
        createdAt,
      }),
    );
  return (
    <Candidates kind={kind} candidates={candidates} query={query} onPick={onPick}>
      <EmptyState title={kind === 'image' ? t`No images yet` : t`No sounds yet`}>
        <Trans>What you send is kept for two weeks and can be used again from here.</Trans>
      </EmptyState>
    </Candidates>
  );
};

const Made = ({ kind, onPick }: TabProps) => {
  const { t } = useLingui();
  const query = useInfiniteQuery(jobsQuery);
  const candidates = query.data?.pages.flatMap(({ items }) => items).flatMap((job) => candidatesOf(job, kind));
  return (
    <Candidates kind={kind} candidates={candidates} query={query} onPick={onPick}>
      <EmptyState title={kind === 'image' ? t`No images yet` : t`No sounds yet`}>
        {kind === 'image' ? (
          <Trans>Images that you make here can be picked from here.</Trans>
        ) : (
          <Trans>Speech that you make here can be picked from here.</Trans>
        )}
      </EmptyState>
    </Candidates>
  );
};

type CandidatesProps = TabProps & {
  /** Undefined while they are on their way. */
  candidates: readonly Candidate[] | undefined;
  query: {
    error: Error | null;
    isFetching: boolean;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** In the place of a list without anything in it. */
  children: ReactNode;
};

const Candidates = ({ kind, candidates, query, onPick, children }: CandidatesProps) => {
  const { t } = useLingui();
  if (candidates === undefined) {
    return query.error ? <ReadFault title={t`Your files could not be read`} query={query} /> : <Waiting kind={kind} />;
  }
  const List = kind === 'image' ? ImageGrid : SoundList;
  return (
    <div className="grid gap-4 pt-4">
      {candidates.length > 0 && <List candidates={candidates} onPick={onPick} />}
      {candidates.length === 0 && !query.hasNextPage && children}
      {query.hasNextPage && (
        <Button
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          className="justify-self-center"
        >
          <Trans>Show older ones</Trans>
        </Button>
      )}
    </div>
  );
};

const Waiting = ({ kind }: { kind: UploadKind }) => (
  <div aria-busy="true" className={kind === 'image' ? 'grid grid-cols-2 gap-3 pt-4 sm:grid-cols-3' : 'grid gap-3 pt-4'}>
    {Array.from({ length: SKELETONS }, (_, at) => (
      <Skeleton
        // biome-ignore lint/suspicious/noArrayIndexKey: what is not here yet has nothing else
        key={at}
        className={kind === 'image' ? 'aspect-square w-full rounded-sm' : 'h-12 w-full rounded-sm'}
      />
    ))}
  </div>
);
