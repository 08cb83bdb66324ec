import { useQuery } from '@tanstack/react-query';
import { useDebounced } from '../../ui/use-debounced.ts';
import type { Order, OrderPrice } from './order.ts';
import { orderQuoteQuery } from './vendor-queries.ts';

const REST_MS = 300;

export type OrderQuote = {
  /** Of this very order; undefined while it is on its way or cannot be had. */
  quote: OrderPrice | undefined;
  /** The last one there was, of an order before. */
  last: OrderPrice | undefined;
  error: Error | null;
};

/** What an order costs, asked once it rests. An order is another one only when its object is. */
export const useOrderQuote = (order: Order, isReady: boolean): OrderQuote => {
  const rested = useDebounced(order, REST_MS);
  const isSettled = rested === order && isReady;
  const { data, error, isPlaceholderData } = useQuery({
    ...orderQuoteQuery(rested),
    enabled: isSettled,
    placeholderData: (known: OrderPrice | undefined) => known,
  });
  return {
    quote: isSettled && !isPlaceholderData && !error ? data : undefined,
    last: data,
    error: isSettled ? error : null,
  };
};
