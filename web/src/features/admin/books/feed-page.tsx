import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { CircleDollarSign, type LucideIcon, Recycle, TriangleAlert, Undo2 } from 'lucide-react';
import type { Currency } from '../../../../../worker/contract/processors.ts';
import { feedQuery } from '../../../api/book-client.ts';
import type { FeedItem, RemovalReason } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { formatAgo, formatCredits, formatMoment, formatMoney } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { REMOVAL_WORDS } from '../admin-words.ts';
import { Facts, Who } from './book-parts.tsx';
import { BookTableSkeleton } from './book-table.tsx';
import { ALERT_WORDS, PROCESSOR_NAMES } from './book-words.ts';

const MINUTE_MS = 60_000;

const ICONS: Record<FeedItem['kind'], LucideIcon> = {
  purchase: CircleDollarSign,
  refund: Undo2,
  alert: TriangleAlert,
  eviction: Recycle,
};

const Money = ({ item: { facts } }: { item: FeedItem }) => {
  const processor = PROCESSOR_NAMES[String(facts.processor)] ?? String(facts.processor);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="font-medium">{formatMoney(Number(facts.amountMinor), facts.currency as Currency)}</span>
      <span className="text-ink-2">{processor}</span>
      {facts.isDemo === true && (
        <Badge>
          <Trans>demo</Trans>
        </Badge>
      )}
    </span>
  );
};

const What = ({ item }: { item: FeedItem }) => {
  const { t } = useLingui();
  const { kind, facts } = item;
  switch (kind) {
    case 'purchase':
      return (
        <>
          <Money item={item} />
          <span className="text-xs text-ink-3">
            {facts.credits === 0
              ? t`It gave nothing, and is to be given back`
              : t`Bought ${formatCredits(Number(facts.credits))}`}
          </span>
        </>
      );
    case 'refund':
      return (
        <>
          <Money item={item} />
          <span className="text-xs text-ink-3">{t`Given back: ${formatCredits(Number(facts.takenCredits))} taken`}</span>
        </>
      );
    case 'alert': {
      const { alert, ...rest } = facts;
      const words = ALERT_WORDS[String(alert)];
      return (
        <>
          <span className="font-medium">{words ? t(words) : String(alert)}</span>
          <Facts facts={rest} />
        </>
      );
    }
    case 'eviction': {
      const words = REMOVAL_WORDS[facts.why as RemovalReason];
      return (
        <>
          <span className="font-medium">
            <Trans>A result was removed</Trans>
          </span>
          <span className="text-xs text-ink-3">{words && t(words)}</span>
        </>
      );
    }
  }
};

const Row = ({ item, now }: { item: FeedItem; now: number }) => {
  const Icon = ICONS[item.kind];
  return (
    <li className="flex gap-4 border-line px-4 py-3.5 not-first:border-t sm:px-5">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
      <div className="grid min-w-0 grow gap-x-6 gap-y-1 text-sm sm:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_7rem]">
        <div className="grid min-w-0 content-start gap-0.5">
          <What item={item} />
        </div>
        <div className="min-w-0">{item.user && <Who user={item.user} />}</div>
        <time
          dateTime={new Date(item.at).toISOString()}
          title={formatMoment(item.at)}
          className="text-xs text-ink-3 sm:text-end"
        >
          {formatAgo(item.at, now)}
        </time>
      </div>
    </li>
  );
};

/** What happens as it happens, and what happened last. */
export const FeedPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Feed`);
  const now = useNow(MINUTE_MS);
  const feed = useQuery(feedQuery);
  if (!feed.data)
    return feed.error ? <ReadFault title={t`The feed could not be read`} query={feed} /> : <BookTableSkeleton />;
  if (feed.data.items.length === 0) {
    return (
      <EmptyState title={t`Nothing has happened yet`}>
        <Trans>Purchases, refunds, alerts and results that make room come here as they happen.</Trans>
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6">
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>Purchases, refunds, alerts and results that make room, as they happen. The latest stand on top.</Trans>
      </p>
      <ul aria-label={t`Feed`} className="rounded-md border border-line bg-surface">
        {feed.data.items.map((item) => (
          <Row key={`${item.kind}:${item.id}:${item.at}`} item={item} now={now} />
        ))}
      </ul>
    </div>
  );
};
