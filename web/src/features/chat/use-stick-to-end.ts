import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Nearer than this to its end, the page follows what is added there. */
const NEAR_PX = 96;

const isNearEnd = (): boolean => {
  const { scrollHeight } = document.documentElement;
  return scrollHeight - window.scrollY - window.innerHeight < NEAR_PX;
};

/**
 * Keeps the end of the page in sight while it grows, for who is there; who has scrolled up to read is left alone.
 * @param growth changes when something was added
 * @param place changes when something else is shown, which is then shown from its end
 */
export const useStickToEnd = (growth: unknown, place: unknown) => {
  const follows = useRef(true);
  const [isAway, setIsAway] = useState(false);

  const toEnd = useCallback((behavior: ScrollBehavior = 'instant') => {
    follows.current = true;
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior });
  }, []);

  useEffect(() => {
    const onScroll = () => {
      follows.current = isNearEnd();
      setIsAway(!follows.current);
    };
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is the occasion
  useLayoutEffect(() => {
    follows.current = true;
  }, [place]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: growth is the occasion
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [growth, place, toEnd]);

  return { isAway, toEnd };
};
