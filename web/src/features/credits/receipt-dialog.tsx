import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { receiptQuery } from '../../api/money-queries.ts';
import type { Receipt } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatBytes, formatChange, formatCredits, formatMoment } from '../../format.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { statusInWords } from '../jobs/job-words.ts';
import { kindInWords } from './ledger-words.ts';

const Line = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-6 border-t border-line py-2.5 first:border-t-0">
    <dt className="min-w-0 text-ink-3">{name}</dt>
    <dd className="min-w-0 text-end font-medium wrap-anywhere">{children}</dd>
  </div>
);

const Body = ({ receipt }: { receipt: Receipt }) => {
  const { t } = useLingui();
  const finals = receipt.files.filter(({ kind }) => kind === 'final');
  const size = formatBytes(finals.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  return (
    <dl className="grid text-sm">
      <Line name={t`Ordered`}>{formatMoment(receipt.createdAt)}</Line>
      <Line name={t`State`}>{statusInWords(receipt.status)}</Line>
      <Line name={t`Model`}>{receipt.modelId}</Line>
      <Line name={t`Price book`}>
        <code className="font-mono text-xs">{receipt.priceVersion}</code>
      </Line>
      <Line name={t`Price`}>{formatCredits(receipt.quotedCredits)}</Line>
      {receipt.freeUnits > 0 && (
        <Line name={t`From the day’s allowance`}>
          <Plural value={receipt.freeUnits} one="# piece" other="# pieces" />
        </Line>
      )}
      {receipt.rows.map((row) => (
        <Line key={row.id} name={kindInWords(row.kind)}>
          {formatChange(row.changeCredits)}
        </Line>
      ))}
      <Line name={<span className="font-semibold text-ink">{t`Paid in all`}</span>}>
        {formatCredits(receipt.paidCredits)}
      </Line>
      <Line name={t`Came of it`}>
        {finals.length === 0 ? (
          <Trans>nothing</Trans>
        ) : (
          <>
            <Plural value={finals.length} one="# file" other="# files" />, {size}
          </>
        )}
      </Line>
    </dl>
  );
};

/** What a job cost and what came of it, straight from the ledger. */
export const ReceiptDialog = ({ jobId, onClose }: { jobId: string; onClose: () => void }) => {
  const { t } = useLingui();
  const receipt = useQuery(receiptQuery(jobId));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Receipt`}
      footer={
        <Link to="/studio/jobs/$jobId" params={{ jobId }} className={buttonClass('line')}>
          <Trans>Open result</Trans>
        </Link>
      }
    >
      {receipt.data ? (
        <Body receipt={receipt.data} />
      ) : receipt.isError ? (
        <ReadFault title={t`The receipt could not be read`} query={receipt} />
      ) : (
        <div aria-busy="true" className="grid gap-px">
          {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
            <Skeleton key={row} className="my-3 h-4" />
          ))}
        </div>
      )}
    </Dialog>
  );
};
