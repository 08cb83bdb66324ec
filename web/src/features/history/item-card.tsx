import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import type { HistoryItem } from '../../api/wire.ts';
import { formatAgo, formatCredits, formatDay } from '../../format.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ItemActions } from './item-actions.tsx';
import { ItemFace } from './item-face.tsx';
import { ItemLink } from './item-link.tsx';
import { titleOf } from './item-words.ts';

export type ItemViewProps = {
  item: HistoryItem;
  now: number;
  isChosen: boolean;
  onChoose: (jobId: string, isChosen: boolean) => void;
  onRemove: (jobIds: readonly string[]) => void;
};

/** Takes part in what is done with several. */
export const ItemCheck = ({ item, isChosen, onChoose }: Pick<ItemViewProps, 'item' | 'isChosen' | 'onChoose'>) => {
  const { t } = useLingui();
  const title = titleOf(item);
  return (
    <Checkbox
      checked={isChosen}
      aria-label={t`Choose: ${title}`}
      onChange={(event) => onChoose(item.jobId, event.target.checked)}
    />
  );
};

/** A result as a tile: what it looks or sounds like, what it is, and what can be done with it. */
export const ItemCard = memo(({ item, now, isChosen, onChoose, onRemove }: ItemViewProps) => (
  <li
    className={cx(
      'group/item grid min-w-0 grid-rows-[auto_1fr_auto] overflow-hidden rounded-md border bg-surface',
      isChosen ? 'border-ink' : 'border-line',
    )}
  >
    <div className="relative aspect-4/3 overflow-hidden border-b border-line bg-sunken">
      <ItemFace item={item} />
      <div className="absolute end-2 top-2 grid place-items-center rounded-xs bg-paper/85 p-1">
        <ItemCheck item={item} isChosen={isChosen} onChoose={onChoose} />
      </div>
    </div>
    <div className="grid min-w-0 content-start gap-1 px-3 pt-2.5">
      <ItemLink
        item={item}
        dir="auto"
        className="line-clamp-2 min-h-10 rounded-xs text-sm leading-5 font-medium underline-offset-4 wrap-anywhere hover:underline"
      >
        {titleOf(item)}
      </ItemLink>
      <ItemFacts item={item} now={now} />
    </div>
    <div className="px-1.5 pt-1 pb-1.5 touch:px-0.5">
      <ItemActions item={item} onRemove={() => onRemove([item.jobId])} />
    </div>
  </li>
));

type ItemFactsProps = Pick<ItemViewProps, 'item' | 'now'> & {
  /** The day till which it is kept is said only where there is room. */
  isBrief?: boolean;
};

/** When, for how much, and until when. */
export const ItemFacts = ({ item, now, isBrief = false }: ItemFactsProps) => {
  const day = formatDay(item.expiresAt);
  return (
    <p className="grid text-xs text-ink-3">
      <span className="truncate">
        <time dateTime={new Date(item.createdAt).toISOString()}>{formatAgo(item.createdAt, now)}</time>
        {' · '}
        {formatCredits(item.costCredits)}
      </span>
      <span className={cx('truncate', isBrief && 'max-sm:hidden')}>
        <Trans>Kept until {day}</Trans>
      </span>
    </p>
  );
};

/** The same tile before it is here. */
export const ItemCardSkeleton = () => (
  <li className="grid min-w-0 overflow-hidden rounded-md border border-line bg-surface">
    <Skeleton className="aspect-4/3 w-full rounded-none" />
    <span className="grid content-start gap-2 p-3">
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="mt-1 h-3 w-3/5" />
      <Skeleton className="mt-1 h-8 w-24" />
    </span>
  </li>
);
