import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminUserView } from '../../api/wire.ts';
import { formatChange, formatCredits, formatMoment, formatNumber } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { kindInWords } from '../credits/ledger-words.ts';
import { statusInWords } from '../jobs/job-words.ts';

const HEAD = 'pb-2 font-medium';
const ROW = 'h-12 border-t border-line align-middle';

type Job = AdminUserView['jobs'][number];

const toneOf = (status: Job['status']) => (status === 'completed' ? 'good' : status === 'failed' ? 'danger' : 'plain');

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
    <table aria-label={t`Latest jobs`} className="mt-6 w-full border-collapse text-sm">
      <thead className="text-xs text-ink-3">
        <tr>
          <th className={cx(HEAD, 'text-start')}>
            <Trans>When</Trans>
          </th>
          <th className={cx(HEAD, 'ps-4 text-start')}>
            <Trans>State</Trans>
          </th>
          <th className={cx(HEAD, 'ps-4 text-end')}>
            <Trans>Price</Trans>
          </th>
          <th className={cx(HEAD, 'ps-8 text-start max-md:hidden')}>
            <Trans>Id</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id} className={ROW}>
            <td className="text-ink-2">{formatMoment(job.createdAt)}</td>
            <td className="py-2 ps-4">
              <span className="grid justify-items-start gap-0.5">
                <Badge tone={toneOf(job.status)}>{statusInWords(job.status)}</Badge>
                {job.errorCode !== null && (
                  <code className="font-mono text-xs text-ink-3 wrap-anywhere">{job.errorCode}</code>
                )}
              </span>
            </td>
            <td className="ps-4 text-end whitespace-nowrap">{formatCredits(job.costCredits)}</td>
            <td className="ps-8 max-md:hidden">
              <code className="font-mono text-xs text-ink-3">{job.id}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The latest rows of the ledger. */
export const LedgerPart = ({ rows }: { rows: AdminUserView['ledger'] }) => {
  const { t } = useLingui();
  if (rows.length === 0) return <EmptyState title={t`No credit has moved yet`} />;
  return (
    <table aria-label={t`Latest rows of the ledger`} className="mt-6 w-full border-collapse text-sm">
      <thead className="text-xs text-ink-3">
        <tr>
          <th className={cx(HEAD, 'text-start')}>
            <Trans>When</Trans>
          </th>
          <th className={cx(HEAD, 'ps-4 text-start')}>
            <Trans>What</Trans>
          </th>
          <th className={cx(HEAD, 'ps-4 text-end')}>
            <Trans>Change</Trans>
          </th>
          <th className={cx(HEAD, 'ps-4 text-end')}>
            <Trans>Balance</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={ROW}>
            <td className="text-ink-2">{formatMoment(row.createdAt)}</td>
            <td className="py-2 ps-4">
              <span className="grid">
                <span className="font-medium">{kindInWords(row.kind)}</span>
                {row.reason !== null && <span className="text-xs text-ink-3 wrap-anywhere">{row.reason}</span>}
              </span>
            </td>
            <td className={cx('ps-4 text-end font-semibold whitespace-nowrap', row.changeCredits > 0 && 'text-good')}>
              {formatChange(row.changeCredits)}
            </td>
            <td className="ps-4 text-end whitespace-nowrap text-ink-2">{formatNumber(row.balanceAfterCredits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
