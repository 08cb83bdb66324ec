import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../api/wire.ts';
import { formatMoment, formatUntil } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DeliveryDetail } from './delivery-detail.tsx';
import { SENT_EVENT_WORDS, STATUS_WORDS } from './webhook-words.ts';

const SECOND_MS = 1_000;

const NextTry = ({ at }: { at: number }) => {
  const now = useNow(SECOND_MS);
  const wait = formatUntil(at, now);
  return <span>{at <= now ? <Trans>on its way</Trans> : <Trans>again in {wait}</Trans>}</span>;
};

/** One delivery in a line; opened, with every attempt at it. */
export const DeliveryRow = ({ delivery }: { delivery: Delivery }) => {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { event, status, url, attempts, responseStatus, nextTryAt, createdAt } = delivery;
  const { label, tone } = STATUS_WORDS[status];
  return (
    <li className="border-line not-first:border-t">
      <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="flex min-h-[4.5rem] cursor-pointer list-none items-center justify-between gap-4 px-4 py-3 hover:bg-raised focus-visible:outline-offset-[-2px] sm:px-5 [&::-webkit-details-marker]:hidden">
          <span className="grid min-w-0 gap-0.5">
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <span className="text-base font-medium">{t(SENT_EVENT_WORDS[event])}</span>
              <Badge tone={tone}>{t(label)}</Badge>
            </span>
            <span className="flex min-w-0 flex-wrap gap-x-4 text-sm text-ink-3">
              <span dir="ltr" className="max-w-full truncate">
                {url}
              </span>
              <time dateTime={new Date(createdAt).toISOString()}>{formatMoment(createdAt)}</time>
              {responseStatus !== null && (
                <span>
                  <Trans>answered {responseStatus}</Trans>
                </span>
              )}
              {attempts > 1 && <span>{plural(attempts, { one: '# attempt', other: '# attempts' })}</span>}
              {nextTryAt !== null && <NextTry at={nextTryAt} />}
            </span>
          </span>
          <ChevronDown
            aria-hidden="true"
            className="size-4 shrink-0 text-ink-3 transition-transform group-open:rotate-180"
          />
        </summary>
        {isOpen && <DeliveryDetail delivery={delivery} />}
      </details>
    </li>
  );
};
