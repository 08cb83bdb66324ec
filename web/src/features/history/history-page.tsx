import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { historyQuery } from '../../api/queries.ts';
import type { HistoryItem } from '../../api/wire.ts';
import type { HistorySearch } from '../../app/history-search.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { LongList } from '../studio/long-list.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { ChoiceBar, HistoryFilters, type HistoryView, keptView } from './history-tools.tsx';
import { ItemCard, ItemCardSkeleton } from './item-card.tsx';
import { ItemRow, ItemRowSkeleton } from './item-row.tsx';
import { Unfinished } from './unfinished.tsx';
import { useRemoval } from './use-removal.ts';

const MINUTE_MS = 60_000;
const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

const LOOKS: Record<HistoryView, string> = {
  grid: 'grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-4',
  list: '-mx-2 divide-y divide-line',
};

/** What is kept of all that was made: looked through, heard, saved, taken up again, and let go. */
export const HistoryPage = () => {
  const { t } = useLingui();
  usePageTitle(t`History`);
  const search = useSearch({ from: '/studio/history' });
  const navigate = useNavigate({ from: '/studio/history' });
  const list = useInfiniteQuery({ ...historyQuery(search), placeholderData: keepPreviousData });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [view, setView] = useState<HistoryView>(() => keptView.read() ?? 'grid');
  const { chosen, choose, chooseAll } = useChoice(items);
  const removal = useRemoval();
  const remove = useCallback((jobIds: readonly string[]) => removal.mutate(jobIds), [removal.mutate]);
  const now = useNow(MINUTE_MS);
  const narrow = (change: { [Key in keyof HistorySearch]: HistorySearch[Key] | undefined }) =>
    void navigate({ search: (known) => definedOf({ ...known, ...change }), replace: true });
  const isNarrowed = search.type !== undefined || search.q !== undefined;
  const isEmpty = list.data !== undefined && items.length === 0 && !isNarrowed;
  const Item = view === 'grid' ? ItemCard : ItemRow;
  const ItemSkeleton = view === 'grid' ? ItemCardSkeleton : ItemRowSkeleton;
  return (
    <div className="mx-auto grid w-full max-w-6xl content-start gap-6 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading title={t`History`} about={t`Your newest results. What is still running goes on without you.`} />
      <Unfinished />
      {/* There is nothing to look through in a history that has nothing in it. */}
      <div className={cx('grid gap-3', isEmpty && 'hidden')}>
        <HistoryFilters
          search={search}
          onNarrow={narrow}
          view={view}
          onView={(chosenView) => {
            keptView.choose(chosenView);
            setView(chosenView);
          }}
        />
        <ChoiceBar
          items={items}
          chosen={chosen}
          onChooseAll={chooseAll}
          onRemove={() => remove(chosen.map(({ jobId }) => jobId))}
        />
      </div>
      <LongList
        query={list}
        skeleton={
          <ul aria-busy="true" className={LOOKS[view]}>
            {SKELETONS.map((key) => (
              <ItemSkeleton key={key} />
            ))}
          </ul>
        }
        failure={t`The history could not be read`}
        more={t`Older ones`}
        empty={isNarrowed ? <NothingFits onAll={() => narrow({ type: undefined, q: undefined })} /> : <NothingYet />}
      >
        {(shown) => (
          <ul className={LOOKS[view]}>
            {shown.map((item) => (
              <Item
                key={item.jobId}
                item={item}
                now={now}
                isChosen={chosen.includes(item)}
                onChoose={choose}
                onRemove={remove}
              />
            ))}
          </ul>
        )}
      </LongList>
      {list.data?.pages[0] && <Room page={list.data.pages[0]} />}
    </div>
  );
};

const definedOf = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };

/** Those that something is to be done with. What is not shown any more is not chosen either. */
const useChoice = (items: readonly HistoryItem[]) => {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = items.filter(({ jobId }) => ids.has(jobId));
  const choose = useCallback((jobId: string, isChosen: boolean) => {
    setIds((known) => (isChosen ? new Set([...known, jobId]) : new Set([...known].filter((id) => id !== jobId))));
  }, []);
  const chooseAll = (isChosen: boolean) => setIds(new Set(isChosen ? items.map(({ jobId }) => jobId) : []));
  useShortcut('Escape', () => chooseAll(false), chosen.length > 0);
  return { chosen, choose, chooseAll };
};

/** How much of the room is used. */
const Room = ({ page: { usedItems, maxItems } }: { page: { usedItems: number; maxItems: number } }) => (
  <footer className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 border-t border-line pt-4 text-sm text-ink-2">
    <p>
      <Trans>
        You have {usedItems}/{maxItems} saved
      </Trans>
    </p>
    <Button variant="quiet" size="sm" disabled>
      <Trans>Buy more storage (coming)</Trans>
    </Button>
  </footer>
);

const NothingYet = () => {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`Nothing has been made here yet`}
      action={
        <Link to="/studio/speech" className={buttonClass('solid')}>
          <Trans>Make the first one</Trans>
        </Link>
      }
    >
      <Trans>What you make is kept here, also when you leave before it is done.</Trans>
    </EmptyState>
  );
};

const NothingFits = ({ onAll }: { onAll: () => void }) => {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`Nothing fits`}
      action={
        <Button onClick={onAll}>
          <Trans>Show everything</Trans>
        </Button>
      }
    >
      <Trans>Look for other words, or among another kind.</Trans>
    </EmptyState>
  );
};
