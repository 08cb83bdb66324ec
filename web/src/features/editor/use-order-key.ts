import { useCallback, useMemo, useRef } from 'react';

/**
 * The key under which an order is sent. When an answer got lost nobody knows whether the order arrived: the same
 * order then keeps its key, and the server takes a second try for what it is. An answer ends the key.
 */
export const useOrderKey = () => {
  const open = useRef<{ order: string; key: string }>(undefined);
  const of = useCallback((order: unknown): string => {
    const wanted = JSON.stringify(order);
    if (open.current?.order !== wanted) open.current = { order: wanted, key: crypto.randomUUID() };
    return open.current.key;
  }, []);
  const forget = useCallback(() => {
    open.current = undefined;
  }, []);
  return useMemo(() => ({ of, forget }), [of, forget]);
};
