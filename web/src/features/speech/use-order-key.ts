import { useCallback, useMemo, useRef } from 'react';
import type { SpeechParams } from '../../api/wire.ts';

/**
 * The key under which an order is sent. When an answer got lost nobody knows whether the order arrived: the same
 * text then keeps its key, and the server takes a second try for what it is. An answer ends the key.
 */
export const useOrderKey = () => {
  const open = useRef<{ params: string; key: string }>(undefined);
  const of = useCallback((params: SpeechParams): string => {
    const wanted = JSON.stringify(params);
    if (open.current?.params !== wanted) open.current = { params: wanted, key: crypto.randomUUID() };
    return open.current.key;
  }, []);
  const forget = useCallback(() => {
    open.current = undefined;
  }, []);
  return useMemo(() => ({ of, forget }), [of, forget]);
};
