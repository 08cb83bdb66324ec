import { useEffect, useRef, useState } from 'react';
import { formatNumber } from '../format.ts';

const RUN_MS = 700;

/** A number that runs to its new value, so that a change is seen and not only found. Still when motion is unwanted. */
export const Ticker = ({ value }: { value: number }) => {
  const [shown, setShown] = useState(value);
  const from = useRef(value);
  useEffect(() => {
    const start = from.current;
    if (start === value || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      from.current = value;
      setShown(value);
      return;
    }
    const begun = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const part = Math.min(1, (now - begun) / RUN_MS);
      const eased = 1 - (1 - part) ** 3;
      from.current = Math.round(start + (value - start) * eased);
      setShown(from.current);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return (
    <>
      <span aria-hidden="true">{formatNumber(shown)}</span>
      <span className="sr-only">{formatNumber(value)}</span>
    </>
  );
};
