import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { adminKeys } from '../../api/admin-queries.ts';
import { feedKey } from '../../api/book-client.ts';
import { keys } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import { openLiveSocket } from '../../live/live-socket.ts';

/** Results that make room are many, and only the feed shows them. */
const isEviction = (frame: string): boolean => frame.startsWith('{"kind":"eviction"');

/** Whatever operators are told of, their screens look again: the event itself is only a hint. */
export const useAdminLive = (): void => {
  const cache = useQueryClient();
  useEffect(() => {
    const lookAgain = () => void cache.invalidateQueries({ queryKey: adminKeys.all });
    return openLiveSocket({
      path: '/api/admin/live',
      parse: (frame) => (typeof frame === 'string' && frame.startsWith('{') ? frame : undefined),
      onEvent: (frame) => (isEviction(frame) ? void cache.invalidateQueries({ queryKey: feedKey }) : lookAgain()),
      // Nobody told of what happened between a screen's first look and now.
      onOpen: lookAgain,
      // It also goes down when its owner is an administrator no longer.
      onDown: () => void cache.invalidateQueries({ queryKey: keys.me }),
      mayReturn: session.mayReturn,
    });
  }, [cache]);
};
