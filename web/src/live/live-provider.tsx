import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { keys } from '../api/queries.ts';
import { session } from '../api/session.ts';
import type { LiveEvent } from '../api/wire.ts';
import { applyEvent, type LiveMemory } from './apply-event.ts';
import { openLiveSocket } from './live-socket.ts';
import { parseEvent } from './parse-event.ts';

type Live = { connected: boolean };
const LiveContext = createContext<Live>({ connected: false });

/** What events tell of. */
const TOLD = [keys.me, keys.jobs, keys.history, keys.ledger, keys.orders, keys.notifications, keys.conversations];

/** Whether events arrive by themselves; while not, open jobs are polled. */
export const useLive = (): Live => useContext(LiveContext);

type LiveProviderProps = {
  /** Whether somebody is known to be signed in: before, there is nobody to hear of. */
  isKnown: boolean;
  onEvent: (event: LiveEvent) => void;
  children: ReactNode;
};

/** Keeps the one socket of this tab and feeds it into the query cache. */
export const LiveProvider = ({ isKnown, onEvent, children }: LiveProviderProps) => {
  const cache = useQueryClient();
  const [connected, setConnected] = useState(false);
  const memory = useRef<LiveMemory>({ seq: 0 });
  const announce = useRef(onEvent);
  useEffect(() => {
    announce.current = onEvent;
  }, [onEvent]);

  useEffect(() => {
    if (!isKnown) return;
    return openLiveSocket({
      path: '/api/live',
      parse: parseEvent,
      onEvent: (event) => {
        applyEvent(cache, memory.current, event);
        announce.current(event);
      },
      onOpen: (back) => {
        setConnected(true);
        // Events are hints: whatever passed while the socket was down is read from the server.
        if (back) {
          void cache.invalidateQueries();
          return;
        }
        // So is what the page had read before its socket stood: nobody told it of what happened in between.
        for (const queryKey of TOLD) void cache.invalidateQueries({ queryKey });
      },
      onDown: () => setConnected(false),
      // A socket has no way to tell why it was refused.
      mayReturn: session.mayReturn,
    });
  }, [cache, isKnown]);

  return <LiveContext value={{ connected }}>{children}</LiveContext>;
};
