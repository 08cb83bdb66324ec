import { useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { formatBytes } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DemoMark, ItemActions } from './item-actions.tsx';
import { ItemCheck, ItemFacts, type ItemViewProps } from './item-card.tsx';
import { Still } from './item-face.tsx';
import { ItemLink } from './item-link.tsx';
import { TYPE_WORDS, titleOf } from './item-words.ts';

/** A result as a line: more of them in sight, and nothing that plays. */
export const ItemRow = memo(({ item, now, isChosen, onChoose, onRemove }: ItemViewProps) => {
  const { t } = useLingui();
  return (
    <li className={cx('flex min-w-0 items-center gap-3 px-2 py-2.5', isChosen && 'bg-sunken')}>
      <ItemCheck item={item} isChosen={isChosen} onChoose={onChoose} />
      <span className="size-12 shrink-0 overflow-hidden rounded-sm border border-line bg-sunken">
        <Still item={item} />
      </span>
      <div className="grid min-w-0 grow gap-x-6 sm:grid-cols-[minmax(0,1fr)_11rem] sm:items-center">
        <div className="grid min-w-0 gap-0.5">
          <ItemLink
            item={item}
            dir="auto"
            className="line-clamp-2 rounded-xs text-sm font-medium underline-offset-4 wrap-anywhere hover:underline sm:line-clamp-1"
          >
            {titleOf(item)}
          </ItemLink>
          <span className="flex items-center gap-2 text-xs text-ink-3">
            <span className="truncate">
              {t(TYPE_WORDS[item.type].one)} · {formatBytes(item.sizeBytes)}
            </span>
            {item.demo && <DemoMark />}
          </span>
        </div>
        <ItemFacts item={item} now={now} isBrief />
      </div>
      <div className="flex shrink-0 justify-end sm:w-24 sm:touch:w-32">
        <ItemActions item={item} isBrief onRemove={() => onRemove([item.jobId])} />
      </div>
    </li>
  );
});

/** The same line before it is here. */
export const ItemRowSkeleton = () => (
  <li className="flex h-[4.25rem] items-center gap-3 px-2">
    <Skeleton className="size-5" />
    <Skeleton className="size-12 rounded-sm" />
    <Skeleton className="h-4 grow" />
    <Skeleton className="h-6 w-24" />
  </li>
);
