import type { ReactNode } from 'react';
import { ReadFault } from '../../app/read-fault.tsx';
import { Button } from '../../ui/button.tsx';

type LongListProps<Item> = {
  /** An infinite query whose pages hold `items`. */
  query: {
    data: { pages: readonly { items: readonly Item[] }[] } | undefined;
    error: Error | null;
    isPlaceholderData: boolean;
    isFetching: boolean;
    isFetchingNextPage: boolean;
    hasNextPage: boolean;
    refetch: () => unknown;
    fetchNextPage: () => unknown;
  };
  skeleton: ReactNode;
  /** What could not be read, for the title of the fault. */
  failure: string;
  empty: ReactNode;
  /** On the button that brings the next page. */
  more: string;
  children: (items: readonly Item[]) => ReactNode;
};

/** A list of pages, in all that can become of it: on its way, not to be had, nothing in it, some, and more. */
export const LongList = <Item,>({ query, skeleton, failure, empty, more, children }: LongListProps<Item>) => {
  const items = query.data?.pages.flatMap((page) => page.items);
  if (items === undefined) {
    if (!query.error) return skeleton;
    return <ReadFault title={failure} query={query} />;
  }
  if (items.length === 0) return empty;
  return (
    <div className="grid gap-6">
      <div aria-busy={query.isPlaceholderData || undefined} className="transition-opacity aria-busy:opacity-60">
        {children(items)}
      </div>
      {query.hasNextPage && (
        <Button
          className="justify-self-center"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {more}
        </Button>
      )}
    </div>
  );
};
