import { keepPreviousData, queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { isTransient } from '../../api/api-error.ts';
import { keys } from '../../api/queries.ts';
import type { Module, Quote } from '../../api/wire.ts';
import { useDebounced } from '../../ui/use-debounced.ts';
import type { Tool } from './tool.ts';

const REST_MS = 300;
/** A price that could not be had for the moment is asked for again after this. */
const AGAIN_MS = 10_000;

export type OrderPrice<Price> = {
  /** Of this very order; undefined while it is on its way or cannot be had. */
  quote: Price | undefined;
  /** The last one there was, of an order before. */
  last: Price | undefined;
  /** It has been asked for, and is neither here nor refused. */
  isPending: boolean;
  error: Error | null;
};

/** What an order would cost now. A kept quote is one for the same balance, so it goes stale at once. */
const priceQuery = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  order: Order | undefined,
) =>
  queryOptions({
    queryKey: [...keys.quotes, tool.module, order],
    queryFn: order === undefined ? skipToken : ({ signal }) => tool.quote(order, signal),
    staleTime: 5_000,
    gcTime: 60_000,
    retry: false,
    refetchInterval: ({ state }) => (isTransient(state.error) ? AGAIN_MS : false),
  });

/** What an order costs, asked once it rests; nothing while there is none. An order is another one only when its object is. */
export const usePrice = <M extends Module, Order, Price extends Quote>(
  tool: Tool<M, Order, Price>,
  order: Order | undefined,
): OrderPrice<Price> => {
  const rested = useDebounced(order, REST_MS);
  const isSettled = rested === order && order !== undefined;
  const { data, error, isPlaceholderData } = useQuery({
    ...priceQuery(tool, rested),
    placeholderData: keepPreviousData,
  });
  const quote = isSettled && !isPlaceholderData && !error ? data : undefined;
  const refusal = isSettled ? error : null;
  return {
    quote,
    last: data,
    isPending: order !== undefined && quote === undefined && refusal === null,
    error: refusal,
  };
};
