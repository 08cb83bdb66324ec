import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { FiguresOf } from '../../../api/book-client.ts';
import { sellingQuery } from '../../../api/order-queries.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { useNow } from '../../../ui/use-now.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Beyond so many days a bar is a month. */
const DAYS_DRAWN_MAX = 92;

const firstOfMonth = (at: number, back: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
};

/** How far back figures are drawn, and of which money. A day is over at midnight, UTC. */
export const useFiguresTime = () => {
  const now = useNow(MINUTE_MS);
  const [span, setSpan] = useState('30');
  const [chosen, setDemo] = useState<boolean>();
  const selling = useQuery(sellingQuery);
  // Where nobody takes real money, what was played is all there is to look at.
  const demo = chosen ?? selling.data?.processors.every(({ isDemo }) => isDemo) ?? false;
  const to = now - (now % DAY_MS) + DAY_MS;
  const from = span === 'year' ? firstOfMonth(now, 11) : to - Number(span) * DAY_MS;
  const of: FiguresOf = { from, to, demo };
  const by: 'day' | 'month' = (to - from) / DAY_MS > DAYS_DRAWN_MAX ? 'month' : 'day';
  return { of, by, span, setSpan, setDemo, isReady: !selling.isPending };
};

type FiguresToolsProps = ReturnType<typeof useFiguresTime> & { file: string };

/** Chooses the time and the money of figures, and saves them. */
export const FiguresTools = ({ of, span, setSpan, setDemo, file }: FiguresToolsProps) => {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-end gap-3 max-sm:w-full">
      <Field label={t`Time`} className="min-w-0 max-sm:flex-1 sm:w-44">
        <Select
          options={[
            { value: '7', label: t`Last 7 days` },
            { value: '30', label: t`Last 30 days` },
            { value: '90', label: t`Last 90 days` },
            { value: 'year', label: t`Last 12 months` },
          ]}
          value={span}
          onValueChange={setSpan}
        />
      </Field>
      <Field label={t`Money`} className="min-w-0 max-sm:flex-1 sm:w-36">
        <Select
          options={[
            { value: 'false', label: t`Real` },
            { value: 'true', label: t`Demo` },
          ]}
          value={String(of.demo)}
          onValueChange={(value) => setDemo(value === 'true')}
        />
      </Field>
      <a href={file} download className={buttonClass('line', 'md', 'max-sm:w-full')}>
        <Download aria-hidden="true" className="size-4" />
        <Trans>Save as CSV</Trans>
      </a>
    </div>
  );
};
