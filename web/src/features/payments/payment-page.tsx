import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Download, Printer } from 'lucide-react';
import { ApiError } from '../../api/api-error.ts';
import { paymentQuery } from '../../api/payment-queries.ts';
import type { PaymentReceipt } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatChange } from '../../format.ts';
import { activeLocale } from '../../i18n/active-locale.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BackToCredits } from '../checkout/back-to-credits.tsx';
import { ReceiptSheet } from './receipt-sheet.tsx';

/** Where the payer's statement has what it gave, and what went back with it. */
const InStatement = ({ rows }: { rows: PaymentReceipt['ledgerRows'] }) => (
  <p className="flex flex-wrap gap-x-4 gap-y-2 text-sm text-ink-2 print:hidden">
    <Trans>In your statement:</Trans>
    {rows.map(({ seq, changeCredits, createdAt }) => (
      <Link
        key={seq}
        to="/studio/credits"
        search={{ row: seq, at: createdAt }}
        className="relative touch-reach-3 rounded-xs underline decoration-line-strong underline-offset-4 hover:decoration-ink"
      >
        <Trans>
          row {seq}, {formatChange(changeCredits)}
        </Trans>
      </Link>
    ))}
  </p>
);

/** One payment at its own address: its receipt, to read, to print and as a file. */
export const PaymentPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Receipt`);
  const { paymentId } = useParams({ from: '/studio/credits/payments/$paymentId' });
  const receipt = useQuery(paymentQuery(paymentId));
  const isUnknown = receipt.error instanceof ApiError && receipt.error.status === 404;
  const file = `/api/payments/${encodeURIComponent(paymentId)}/receipt.pdf?locale=${activeLocale()}`;
  return (
    <div className="mx-auto grid w-full max-w-2xl gap-6 px-4 py-6 sm:px-6 lg:py-10 print:max-w-none print:p-0">
      <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
        <BackToCredits />
        {receipt.data && (
          <div className="flex flex-wrap gap-2">
            <Button
              variant={receipt.data.hasPdf ? 'line' : 'solid'}
              icon={<Printer aria-hidden="true" className="size-4" />}
              onClick={() => window.print()}
            >
              <Trans>Print</Trans>
            </Button>
            {receipt.data.hasPdf && (
              <a href={file} download className={buttonClass('solid')}>
                <Download aria-hidden="true" className="size-4" /> <Trans>PDF</Trans>
              </a>
            )}
          </div>
        )}
      </div>
      {receipt.data ? (
        <>
          <ReceiptSheet receipt={receipt.data} />
          {!receipt.data.hasPdf && (
            <p className="text-sm text-ink-2 print:hidden">
              <Trans>
                It has letters that our PDF cannot write. Print this page, and choose to save it as a PDF there.
              </Trans>
            </p>
          )}
          {receipt.data.ledgerRows.length > 0 && <InStatement rows={receipt.data.ledgerRows} />}
        </>
      ) : isUnknown ? (
        <EmptyState title={t`There is no such receipt`}>
          <Trans>It may be of another account.</Trans>
        </EmptyState>
      ) : receipt.isError ? (
        <ReadFault title={t`The receipt could not be read`} query={receipt} />
      ) : (
        <Skeleton className="h-[32rem]" aria-busy="true" />
      )}
    </div>
  );
};
