import { useEffect, useState } from 'react';

/** The time, told again every `everyMs` while something on the screen depends on it. */
export const useNow = (everyMs: number, active = true): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, active]);
  return now;
};
