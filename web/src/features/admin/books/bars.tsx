import { cx } from '../../../ui/cx.ts';

const HEIGHT = 96;
const STEP = 10;
const GAP = 2;

export type Bar = { at: number; name: string; up: number; down: number };

type BarsProps = { label: string; bars: readonly Bar[]; className?: string };

/**
 * What came in above the line and what went out below it, a bar each. It is drawn for the eye: the table under it holds
 * the numbers.
 */
export const Bars = ({ label, bars, className }: BarsProps) => {
  const up = Math.max(1, ...bars.map((bar) => bar.up));
  const down = Math.max(0, ...bars.map((bar) => bar.down));
  const scale = HEIGHT / (up + down);
  const line = up * scale;
  const heightOf = (value: number) => (value === 0 ? 0 : Math.max(1.5, value * scale));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length * STEP} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
      className={cx('h-32 w-full', className)}
    >
      {bars.map((bar, index) => (
        <g key={bar.at}>
          <title>{bar.name}</title>
          <rect x={index * STEP} y={0} width={STEP} height={HEIGHT + 2} className="fill-transparent" />
          <rect
            x={index * STEP + GAP / 2}
            y={line - heightOf(bar.up)}
            width={STEP - GAP}
            height={heightOf(bar.up)}
            className="fill-ink-2"
          />
          <rect
            x={index * STEP + GAP / 2}
            y={line + 1}
            width={STEP - GAP}
            height={heightOf(bar.down)}
            className="fill-danger"
          />
        </g>
      ))}
      <line
        x1={0}
        x2={bars.length * STEP}
        y1={line + 0.5}
        y2={line + 0.5}
        className="stroke-line-strong"
        strokeWidth={0.5}
      />
    </svg>
  );
};
