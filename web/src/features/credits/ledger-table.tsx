import { Trans, useLingui } from '@lingui/react/macro';
import type { LedgerEntry } from '../../api/wire.ts';
import { formatChange, formatMoment, formatNumber } from '../../format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { kindInWords } from './ledger-words.ts';

const HASH_SHOWN_CHARS = 8;
const HEAD = 'pb-2 font-medium';

const Receipt = ({ jobId, onReceipt }: { jobId: string; onReceipt: (jobId: string) => void }) => (
  <button
    type="button"
    onClick={() => onReceipt(jobId)}
    className="relative cursor-pointer touch-reach-3 rounded-xs underline decoration-line-strong underline-offset-4 hover:decoration-sound"
  >
    <Trans>Open</Trans>
  </button>
);

const What = ({ row, onReceipt }: { row: LedgerEntry; onReceipt: (jobId: string) => void }) => (
  <span className="grid min-w-0 justify-items-start">
    <span className="font-medium">{kindInWords(row.kind)}</span>
    {row.reason !== null && <span className="text-xs text-ink-3 wrap-anywhere">{row.reason}</span>}
    <time dateTime={new Date(row.createdAt).toISOString()} className="text-xs text-ink-3 sm:hidden">
      {formatMoment(row.createdAt)}
    </time>
    {row.jobId !== null && (
      <span className="text-xs sm:hidden">
        <Receipt jobId={row.jobId} onReceipt={onReceipt} />
      </span>
    )}
  </span>
);

/** The rows as a table: when, what, the receipt of its job, how much, what was left, and the row's fingerprint. */
export const LedgerTable = ({
  rows,
  onReceipt,
}: {
  rows: readonly LedgerEntry[];
  onReceipt: (jobId: string) => void;
}) => {
  const { t } = useLingui();
  return (
    <table className="w-full border-collapse text-sm">
      <thead className="text-xs text-ink-3">
        <tr>
          <th className={cx(HEAD, 'text-start max-sm:hidden')}>
            <Trans>When</Trans>
          </th>
          <th className={cx(HEAD, 'text-start')}>
            <Trans>What</Trans>
          </th>
          <th className={cx(HEAD, 'text-start max-sm:hidden')}>
            <Trans>Receipt</Trans>
          </th>
          <th className={cx(HEAD, 'text-end')}>
            <Trans>Change</Trans>
          </th>
          <th className={cx(HEAD, 'text-end')}>
            <Trans>Balance</Trans>
          </th>
          <th className={cx(HEAD, 'ps-8 text-start max-md:hidden')}>
            <Trans>Fingerprint</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="h-14 border-t border-line align-middle">
            <td className="pe-4 whitespace-nowrap text-ink-2 max-sm:hidden">
              <time dateTime={new Date(row.createdAt).toISOString()}>{formatMoment(row.createdAt)}</time>
            </td>
            <td className="py-2 pe-4">
              <What row={row} onReceipt={onReceipt} />
            </td>
            <td className="pe-4 max-sm:hidden">
              {row.jobId === null ? (
                <span className="text-ink-3">–</span>
              ) : (
                <Receipt jobId={row.jobId} onReceipt={onReceipt} />
              )}
            </td>
            <td className={cx('text-end font-semibold whitespace-nowrap', row.changeCredits > 0 && 'text-good')}>
              {formatChange(row.changeCredits)}
            </td>
            <td className="ps-4 text-end whitespace-nowrap text-ink-2">{formatNumber(row.balanceAfterCredits)}</td>
            <td className="ps-8 max-md:hidden">
              <span className="flex items-center gap-1">
                <code title={row.hash} className="font-mono text-xs text-ink-3">
                  {row.hash.slice(0, HASH_SHOWN_CHARS)}
                </code>
                <CopyButton text={row.hash} label={t`Copy fingerprint of row ${row.seq}`} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
