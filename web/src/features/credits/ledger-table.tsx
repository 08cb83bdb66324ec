import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { StatementEntry } from '../../api/wire.ts';
import { formatChange, formatMoment, formatNumber } from '../../format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { TOOLS } from '../tools.ts';
import { kindInWords } from './ledger-words.ts';

const HASH_SHOWN_CHARS = 8;
const HEAD = 'pb-2 font-medium';

const OPEN =
  'relative cursor-pointer touch-reach-3 rounded-xs underline decoration-line-strong underline-offset-4 hover:decoration-sound';

/** Of a row: what a job cost, or the receipt of a payment with what was given back of it. */
type RowProps = { row: StatementEntry; onReceipt: (jobId: string) => void };

const hasReceipt = ({ jobId, paymentId }: StatementEntry): boolean => jobId !== null || paymentId !== null;

const Receipt = ({ row: { jobId, paymentId }, onReceipt }: RowProps) => {
  if (paymentId !== null) {
    return (
      <Link to="/studio/credits/payments/$paymentId" params={{ paymentId }} className={OPEN}>
        <Trans>Open</Trans>
      </Link>
    );
  }
  return jobId === null ? null : (
    <button type="button" onClick={() => onReceipt(jobId)} className={OPEN}>
      <Trans>Open</Trans>
    </button>
  );
};

/** What a row was for: the job's own words, or why an operator moved credits. A refund's reason is for programs. */
const Why = ({ row: { kind, work, reason } }: Pick<RowProps, 'row'>) => {
  if (work !== null && work.excerpt !== '') {
    return (
      <span dir="auto" className="line-clamp-1 text-xs text-ink-3 wrap-anywhere">
        {work.excerpt}
      </span>
    );
  }
  if (reason === null || kind === 'payment_refund') return null;
  return <span className="text-xs text-ink-3 wrap-anywhere">{reason}</span>;
};

const What = ({ row, onReceipt }: RowProps) => {
  const { t } = useLingui();
  const tool = TOOLS.find(({ module }) => module === row.work?.module);
  return (
    <span className="grid min-w-0 justify-items-start">
      <span>
        <span className="font-medium">{kindInWords(row.kind)}</span>
        {tool && <span className="text-ink-2">{` · ${t(tool.name)}`}</span>}
      </span>
      <Why row={row} />
      <time dateTime={new Date(row.createdAt).toISOString()} className="text-xs text-ink-3 sm:hidden">
        {formatMoment(row.createdAt)}
      </time>
      {hasReceipt(row) && (
        <span className="text-xs sm:hidden">
          <Receipt row={row} onReceipt={onReceipt} />
        </span>
      )}
    </span>
  );
};

/** Brings the row into sight that somebody has come for. */
const intoSight = (row: HTMLTableRowElement | null): void => row?.scrollIntoView({ block: 'center' });

/** The rows as a table: when, what, the receipt of its job or payment, how much, what was left, and the row's fingerprint. */
export const LedgerTable = ({
  rows,
  wanted,
  onReceipt,
}: {
  rows: readonly StatementEntry[];
  /** The number of the row that somebody has come for. */
  wanted: number | undefined;
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
          <th className={cx(HEAD, 'ps-4 text-end')}>
            <Trans>Balance</Trans>
          </th>
          <th className={cx(HEAD, 'ps-8 text-start max-md:hidden')}>
            <Trans>Fingerprint</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.id}
            ref={row.seq === wanted ? intoSight : undefined}
            aria-current={row.seq === wanted || undefined}
            className="h-14 border-t border-line align-middle aria-current:bg-sound-wash"
          >
            <td className="pe-4 whitespace-nowrap text-ink-2 max-sm:hidden">
              <time dateTime={new Date(row.createdAt).toISOString()}>{formatMoment(row.createdAt)}</time>
            </td>
            <td className="py-2 pe-4">
              <What row={row} onReceipt={onReceipt} />
            </td>
            <td className="pe-4 max-sm:hidden">
              {hasReceipt(row) ? <Receipt row={row} onReceipt={onReceipt} /> : <span className="text-ink-3">–</span>}
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
