import type { ReactNode } from 'react';

type FactProps = { name: string; children: ReactNode; small?: ReactNode };

/** One fact in a row of them: its name, what it is, and a line of small print. */
export const Fact = ({ name, children, small }: FactProps) => (
  <div className="grid content-start gap-0.5">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="text-base font-medium wrap-anywhere">{children}</dd>
    {small !== undefined && <dd className="text-xs text-ink-3">{small}</dd>}
  </div>
);

/** The same, small enough for a card. */
export const SmallFact = ({ name, children }: Omit<FactProps, 'small'>) => (
  <div className="grid content-start gap-0.5">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="text-sm wrap-anywhere">{children}</dd>
  </div>
);
