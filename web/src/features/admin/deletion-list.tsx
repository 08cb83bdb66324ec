import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { adminApi } from '../../api/admin-client.ts';
import { adminKeys } from '../../api/admin-queries.ts';
import { messageOf } from '../../api/api-error.ts';
import type { Deletion } from '../../api/wire.ts';
import { formatBytes, formatMoment } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { REMOVAL_WORDS } from './admin-words.ts';
import { PartyLink } from './party-link.tsx';

const SKELETON_ROWS = [0, 1, 2, 3];
const ROW =
  'flex min-h-[6.5rem] items-center justify-between gap-x-6 gap-y-3 border-line px-4 py-4 not-first:border-t max-sm:flex-col max-sm:items-stretch sm:px-5';

const Size = ({ files, sizeBytes }: Pick<Deletion, 'files' | 'sizeBytes'>) =>
  files === null || sizeBytes === null ? (
    <Trans>not counted yet</Trans>
  ) : (
    <span>
      <Plural value={files} one="# file" other="# files" />, {formatBytes(sizeBytes)}
    </span>
  );

const When = ({ deletion: { removedAt, nextTryAt } }: { deletion: Deletion }) =>
  removedAt === null ? (
    <Trans>next try {formatMoment(nextTryAt ?? 0)}</Trans>
  ) : (
    <Trans>removed {formatMoment(removedAt)}</Trans>
  );

const RetryButton = ({ jobId }: { jobId: string }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const retry = useMutation({
    mutationFn: () => adminApi.retryDeletion(jobId),
    onSuccess: ({ removed, lastError }) =>
      toast(
        removed
          ? { title: t`The files are gone`, tone: 'good' }
          : { title: t`The bucket did not let go`, detail: lastError ?? undefined, tone: 'danger' },
      ),
    onError: (error) => toast({ title: t`It could not be tried`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: adminKeys.all }),
  });
  return (
    <Button
      size="sm"
      className="shrink-0 max-sm:self-start"
      loading={retry.isPending}
      aria-label={t`Remove now: ${jobId}`}
      onClick={() => retry.mutate()}
    >
      <Trans>Remove now</Trans>
    </Button>
  );
};

const DeletionRow = ({ deletion }: { deletion: Deletion }) => {
  const { t } = useLingui();
  const { jobId, user, why, attempts, lastError, markedAt, removedAt } = deletion;
  const owner = <PartyLink party={{ ...user, kind: 'user' }} />;
  return (
    <>
      <div className="grid min-w-0 gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <h3 className="text-base font-medium">{t(REMOVAL_WORDS[why])}</h3>
          {lastError !== null && (
            <Badge tone="danger">
              <Plural value={attempts} one="tried once in vain" other="tried # times in vain" />
            </Badge>
          )}
        </div>
        <p className="text-sm text-ink-2">
          <Trans>Of {owner}</Trans>
        </p>
        <p className="flex flex-wrap gap-x-4 text-sm text-ink-3">
          <Size files={deletion.files} sizeBytes={deletion.sizeBytes} />
          <span>
            <Trans>hidden {formatMoment(markedAt)}</Trans>
          </span>
          <span>
            <When deletion={deletion} />
          </span>
        </p>
        {lastError !== null && (
          <p dir="auto" className="text-sm text-danger wrap-anywhere">
            {lastError}
          </p>
        )}
        <code className="font-mono text-xs text-ink-3 wrap-anywhere">{jobId}</code>
      </div>
      {removedAt === null && <RetryButton jobId={jobId} />}
    </>
  );
};

/** The files of jobs, each with why they go, how large they are and how far it has come. */
export const DeletionList = ({
  deletions,
  label,
}: {
  deletions: readonly (Deletion & { id: string })[];
  label: string;
}) => (
  <ul aria-label={label} className="rounded-md border border-line bg-surface">
    {deletions.map((deletion) => (
      <li key={deletion.id} className={ROW}>
        <DeletionRow deletion={deletion} />
      </li>
    ))}
  </ul>
);

/** The same before it is here. */
export const DeletionListSkeleton = () => (
  <div aria-busy="true" className="rounded-md border border-line bg-surface">
    {SKELETON_ROWS.map((row) => (
      <div key={row} className={ROW}>
        <div className="grid gap-2.5">
          <Skeleton className="h-5 w-44" />
          <Skeleton className="h-4 w-64 max-w-full" />
          <Skeleton className="h-3.5 w-72 max-w-full" />
        </div>
        <Skeleton className="h-9 w-28" />
      </div>
    ))}
  </div>
);
