import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { PaymentReceipt } from '../../api/wire.ts';
import { formatCredits, formatDay, formatMoney, formatNumber } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { PROCESSOR_NAMES } from '../checkout/checkout-words.ts';

const Party = ({ title, lines }: { title: string; lines: (string | null)[] }) => (
  <div className="grid min-w-0 content-start gap-1">
    <h2 className="text-xs text-ink-3">{title}</h2>
    <p className="text-sm whitespace-pre-line wrap-anywhere">{lines.filter(Boolean).join('\n') || '\u2013'}</p>
  </div>
);

const Sum = ({ name, strong, children }: { name: ReactNode; strong?: boolean; children: ReactNode }) => (
  <div
    className={`flex items-baseline justify-between gap-6 border-t border-line py-2.5 ${strong ? 'font-semibold' : ''}`}
  >
    <dt className={strong ? '' : 'text-ink-2'}>{name}</dt>
    <dd className="shrink-0 text-end">{children}</dd>
  </div>
);

const percentOf = (rateBp: number): string => `${formatNumber(rateBp / 100)} %`;

type NoteProps = {
  note: PaymentReceipt['creditNotes'][number];
  receiptNumber: number | null;
  money: (minor: number) => string;
  /** Undefined where there is no tax in it. */
  taxLine: string | undefined;
};

const NoteLine = ({ note, receiptNumber, money, taxLine }: NoteProps) => {
  const { ordinal, amountMinor, taxMinor, takenCredits, owedCredits, madeAt } = note;
  const day = formatDay(madeAt);
  const name = (
    <span className="grid gap-0.5">
      <span>
        <Trans>
          Credit note {receiptNumber}-{ordinal}, {day}
        </Trans>
      </span>
      <span className="text-xs text-ink-3">
        <Plural value={takenCredits + owedCredits} one="# credit taken back" other="# credits taken back" />
        {taxLine && `; ${taxLine}: ${money(taxMinor)}`}
      </span>
    </span>
  );
  return <Sum name={name}>{`−${money(amountMinor)}`}</Sum>;
};

/** A receipt as it is printed: who sold what to whom, the tax in it, and what was given back since. */
export const ReceiptSheet = ({ receipt }: { receipt: PaymentReceipt }) => {
  const { t } = useLingui();
  const { payment, seller, buyer, tax, creditNotes } = receipt;
  const { receiptNumber, currency, amountMinor, isDemo, processorPaymentId } = payment;
  const processorName = PROCESSOR_NAMES[payment.processor];
  const money = (minor: number): string => formatMoney(minor, currency);
  const { label = '', rateBp = 0 } = tax ?? {};
  const percent = percentOf(rateBp);
  const taxLine = t`Includes ${label} ${percent}`;
  return (
    <article className="grid gap-8 rounded-md border border-line bg-surface p-5 sm:p-8 print:rounded-none print:border-0 print:p-0">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold">
            <Trans>Receipt {receiptNumber}</Trans>
          </h1>
          <p className="text-sm text-ink-3">{formatDay(payment.createdAt)}</p>
        </div>
        {isDemo && (
          <Badge>
            <Trans>Demo, no money moved</Trans>
          </Badge>
        )}
      </header>
      <div className="grid gap-6 sm:grid-cols-2">
        <Party title={t`Seller`} lines={[seller.name, seller.address, seller.taxId]} />
        <Party title={t`Buyer`} lines={[buyer.name, buyer.email, buyer.address, buyer.taxId]} />
      </div>
      <dl className="grid text-sm">
        <Sum name={formatCredits(payment.credits)}>{money(amountMinor)}</Sum>
        {tax && <Sum name={taxLine}>{money(tax.taxMinor)}</Sum>}
        <Sum strong name={<Trans>Amount paid</Trans>}>
          {money(amountMinor)}
        </Sum>
        {creditNotes.map((note) => (
          <NoteLine
            key={note.ordinal}
            note={note}
            receiptNumber={receiptNumber}
            money={money}
            taxLine={tax ? taxLine : undefined}
          />
        ))}
        {creditNotes.length > 0 && (
          <Sum strong name={<Trans>Left of it</Trans>}>
            {money(amountMinor - payment.refundedMinor)}
          </Sum>
        )}
      </dl>
      <footer className="grid gap-1 text-xs text-ink-3 wrap-anywhere">
        <p>
          <Trans>
            Paid through <span translate="no">{processorName}</span>, payment{' '}
            <code className="font-mono">{processorPaymentId}</code>
          </Trans>
        </p>
        {isDemo && (
          <p>
            <Trans>This receipt is of a demonstration. No money moved, and it is no proof of a purchase.</Trans>
          </p>
        )}
      </footer>
    </article>
  );
};
