import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../api/queries.ts';
import type { Module, Quote } from '../../api/wire.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import type { Tool } from './tool.ts';

const REST_MS = 300;

export type OrderPrice<Price> = {
  /** Of this very order; undefined while it is on its way or cannot be had. */
  quote: Price | undefined;
  /** The last one there was, of an order before. */
  last: Price | undefined;
  error: Error | null;
};

/** What an order would cost now. A kept quote is one for the same balance, so it goes stale at once. */
const priceQuery = <M extends Module, Order, Price extends Quote>(tool: Tool<M, Order, Price>, order: Order) =>
  queryOptions({
    queryKey: [...keys.quotes, tool.module, order],
    queryFn: ({ signal }) => tool.quote(order, signal),
    staleTime: 5_000,
    gcTime: 60_000,
    retry: false,
  });

/** What an order costs, asked once it rests. An order is another one only when its object is. */
export const usePrice = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  order: Order,
  isReady: boolean,
): OrderPrice<Price> => {
  const rested = useDebounced(order, REST_MS);
  const isSettled = rested === order && isReady;
  const { data, error, isPlaceholderData } = useQuery({
    ...priceQuery(tool, rested),
    enabled: isSettled,
    placeholderData: keepPreviousData,
  });
  return {
    quote: isSettled && !isPlaceholderData && !error ? data : undefined,
    last: data,
    error: isSettled ? error : null,
  };
};
