import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { messageOf } from '../../api/api-error.ts';
import { statementUrlOf, verifyLedger } from '../../api/money-queries.ts';
import type { LedgerKind, StatementFilter } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useToast } from '../../ui/toast.tsx';
import { KINDS, kindInWords } from './ledger-words.ts';

const DAY_MS = 86_400_000;
const ALL = '';

type StatementFiltersProps = { filter: StatementFilter; onFilter: (filter: StatementFilter) => void };

/** Checks the whole statement, and saves what is shown of it. */
export const StatementActions = ({ filter }: { filter: StatementFilter }) => {
  const { t } = useLingui();
  const toast = useToast();
  const verify = useMutation({
    mutationFn: verifyLedger,
    onSuccess: ({ isSound, rows, brokenSeq }) => {
      const count = formatNumber(rows);
      if (isSound) toast({ title: t`The ledger is sound: all ${count} rows follow from each other`, tone: 'good' });
      else toast({ title: t`The ledger is broken at row ${brokenSeq ?? rows}. Please write to us.`, tone: 'danger' });
    },
    onError: (error) => toast({ title: t`The ledger could not be checked`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full">
      <Button
        className="max-sm:flex-1"
        loading={verify.isPending}
        icon={<ShieldCheck aria-hidden="true" className="size-4" />}
        onClick={() => verify.mutate()}
      >
        <Trans>Check</Trans>
      </Button>
      <a href={statementUrlOf(filter)} download className={buttonClass('line', 'md', 'max-sm:flex-1')}>
        <Download aria-hidden="true" className="size-4" />
        <Trans>Save as CSV</Trans>
      </a>
    </div>
  );
};

/** What of the statement is shown: one kind, and from which day to which. */
export const StatementFilters = ({ filter, onFilter }: StatementFiltersProps) => {
  const { t } = useLingui();
  const change = (part: { [Name in keyof StatementFilter]: StatementFilter[Name] | undefined }) => {
    const { kind, from, to } = { ...filter, ...part };
    onFilter({ ...(kind && { kind }), ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  };
  const kinds = [
    { value: ALL, label: t`Everything` },
    ...KINDS.map((kind) => ({ value: kind, label: kindInWords(kind) })),
  ];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t`Show`} className="min-w-0 max-sm:w-full sm:w-52">
        <Select
          options={kinds}
          value={filter.kind ?? ALL}
          onValueChange={(kind) => change({ kind: kind === ALL ? undefined : (kind as LedgerKind) })}
        />
      </Field>
      <DayField label={t`From day`} at={filter.from} onAt={(from) => change({ from })} />
      <DayField
        label={t`To day`}
        at={filter.to === undefined ? undefined : filter.to - DAY_MS}
        onAt={(day) => change({ to: day === undefined ? undefined : day + DAY_MS })}
      />
    </div>
  );
};
