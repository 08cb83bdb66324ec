import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminUserView } from '../../api/wire.ts';
import { formatChange, formatCredits, formatMoment, formatNumber } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { kindInWords } from '../credits/ledger-words.ts';
import { statusInWords } from '../jobs/job-words.ts';
import { LatestRows } from './latest-rows.tsx';

type Job = AdminUserView['jobs'][number];
type Entry = AdminUserView['ledger'][number];

const START = 'text-start';
const END = 'text-end whitespace-nowrap';
const SMALL_CODE = 'font-mono text-xs text-ink-3 wrap-anywhere';

const toneOf = (status: Job['status']) => (status === 'completed' ? 'good' : status === 'failed' ? 'danger' : 'plain');

const When = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} className="text-ink-2">
    {formatMoment(at)}
  </time>
);

const JobState = ({ job: { status, errorCode } }: { job: Job }) => (
  <span className="grid justify-items-start gap-0.5">
    <Badge tone={toneOf(status)}>{statusInWords(status)}</Badge>
    {errorCode !== null && <code className={SMALL_CODE}>{errorCode}</code>}
  </span>
);

/** The latest things made, without what was written in them. */
export const JobsPart = ({ jobs }: { jobs: readonly Job[] }) => {
  const { t } = useLingui();
  if (jobs.length === 0) {
    return (
      <EmptyState title={t`Nothing made yet`}>
        <Trans>The latest jobs stand here, without their texts.</Trans>
      </EmptyState>
    );
  }
  return (
    <LatestRows
      label={t`Latest jobs`}
      rows={jobs}
      columns={[
        { key: 'when', name: t`When`, className: START, cell: (job) => <When at={job.createdAt} /> },
        { key: 'state', name: t`State`, className: START, cell: (job) => <JobState job={job} /> },
        { key: 'price', name: t`Price`, className: END, cell: (job) => formatCredits(job.costCredits) },
        {
          key: 'id',
          name: t`Id`,
          className: 'text-start max-md:hidden md:ps-8!',
          cell: (job) => <code className={SMALL_CODE}>{job.id}</code>,
        },
      ]}
    />
  );
};

const What = ({ entry: { kind, reason } }: { entry: Entry }) => (
  <span className="grid">
    <span className="font-medium">{kindInWords(kind)}</span>
    {reason !== null && <span className="text-xs text-ink-3 wrap-anywhere">{reason}</span>}
  </span>
);

/** The latest rows of the ledger. */
export const LedgerPart = ({ rows }: { rows: readonly Entry[] }) => {
  const { t } = useLingui();
  if (rows.length === 0) return <EmptyState title={t`No credit has moved yet`} />;
  return (
    <LatestRows
      label={t`Latest rows of the ledger`}
      rows={rows}
      columns={[
        { key: 'when', name: t`When`, className: START, cell: (entry) => <When at={entry.createdAt} /> },
        { key: 'what', name: t`What`, className: START, cell: (entry) => <What entry={entry} /> },
        {
          key: 'change',
          name: t`Change`,
          className: END,
          cell: ({ changeCredits }) => (
            <span className={cx('font-semibold', changeCredits > 0 && 'text-good')}>{formatChange(changeCredits)}</span>
          ),
        },
        {
          key: 'balance',
          name: t`Balance`,
          className: END,
          cell: (entry) => <span className="text-ink-2">{formatNumber(entry.balanceAfterCredits)}</span>,
        },
      ]}
    />
  );
};
