import { useEffect, useSyncExternalStore } from 'react';
import { type SessionEnd, session } from '../../api/session.ts';

const LOOK_EVERY_MS = 60_000;

/** Why the session that this page was drawn for is over; undefined while it is not. */
export const useSessionEnd = (): SessionEnd | undefined => useSyncExternalStore(session.watch, session.isOver);

/** Renews access in time while the page is open: sound and downloads are fetched by the browser, which cannot repeat. */
export const useFreshSession = (): void => {
  useEffect(() => {
    const look = () => void session.keepFresh();
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
};
