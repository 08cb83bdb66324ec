import { animate } from 'motion/mini';
import { type ReactNode, useEffect, useRef } from 'react';

const EASE_OUT = [0.16, 0.84, 0.3, 1] as const;

/** Lets a result fade and grow into its place, once, when it first appears. */
export const Arrive = ({ children, className }: { children: ReactNode; className?: string }) => {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const run = animate(
      element,
      { opacity: [0, 1], transform: ['scale(0.97)', 'scale(1)'] },
      { duration: 0.42, ease: [...EASE_OUT] },
    );
    // A transform left behind would make this box the frame of what is placed absolutely inside it.
    run.finished.then(
      () => element.removeAttribute('style'),
      () => undefined,
    );
    return () => run.cancel();
  }, []);
  return (
    <div ref={ref} className={className}>
      {children}
    </div>
  );
};
