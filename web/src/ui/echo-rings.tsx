import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const SIZE = 240;
const CENTRE = SIZE / 2;
const RADII = [44, 66, 88, 110] as const;
const STROKES = [5, 3.1, 1.9, 1.2] as const;

type EchoRingsProps = {
  /** 0 to 1; leave out while it is not known how far it is. */
  progress?: number | undefined;
  /** `waiting` sends returns outward, `still` draws them at rest, `done` closes the source. */
  state: 'still' | 'waiting' | 'done' | 'failed';
  className?: string;
  children?: ReactNode;
};

/**
 * The house's sign for work under way. The inner ring is how far it is; the outer rings are its returns,
 * each thinner than the one before. Decorative: the words beside it say the same to a screen reader.
 */
export const EchoRings = ({ progress, state, className, children }: EchoRingsProps) => {
  const [inner] = RADII;
  const around = 2 * Math.PI * inner;
  const shown = state === 'done' ? 1 : (progress ?? 0);
  return (
    <div className={cx('relative grid aspect-square place-items-center', className)}>
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        fill="none"
        aria-hidden="true"
        className="absolute inset-0 size-full overflow-visible"
      >
        {RADII.slice(1).map((radius, index) => (
          <circle
            key={radius}
            cx={CENTRE}
            cy={CENTRE}
            r={radius}
            strokeWidth={STROKES[index + 1] ?? 1}
            className="stroke-line"
          />
        ))}
        {state === 'waiting' &&
          RADII.slice(1).map((radius, index) => (
            <circle
              key={radius}
              cx={CENTRE}
              cy={CENTRE}
              r={radius}
              strokeWidth={STROKES[index + 1] ?? 1}
              className="origin-center animate-echo stroke-sound motion-reduce:hidden"
              style={{ animationDelay: `${index * 260}ms` }}
            />
          ))}
        <circle cx={CENTRE} cy={CENTRE} r={inner} strokeWidth={STROKES[0]} className="stroke-line" />
        <circle
          cx={CENTRE}
          cy={CENTRE}
          r={inner}
          strokeWidth={STROKES[0]}
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, Math.max(0, shown)))}
          transform={`rotate(-90 ${CENTRE} ${CENTRE})`}
          className={cx(
            'transition-[stroke-dashoffset] duration-500 ease-out',
            state === 'failed' ? 'stroke-danger' : 'stroke-sound',
            shown === 0 && 'opacity-0',
          )}
        />
      </svg>
      <div className="relative grid place-items-center text-center">{children}</div>
    </div>
  );
};

/** The same sign at the size of a letter, for buttons and rows. */
export const EchoDot = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" className={cx('size-4 shrink-0', className)}>
    <circle cx="10" cy="10" r="2.4" fill="currentColor" />
    <circle cx="10" cy="10" r="5.4" stroke="currentColor" strokeWidth="1.6" className="origin-center animate-echo" />
    <circle
      cx="10"
      cy="10"
      r="8.6"
      stroke="currentColor"
      strokeWidth="1"
      className="origin-center animate-echo"
      style={{ animationDelay: '220ms' }}
    />
  </svg>
);
