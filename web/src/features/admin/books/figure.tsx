import type { ReactNode } from 'react';
import { Skeleton } from '../../../ui/skeleton.tsx';

type FigureProps = { name: string; small?: ReactNode; children: ReactNode | undefined };

/** One figure: its name, its value or its place, and what it is made of. */
export const Figure = ({ name, small, children }: FigureProps) => (
  <div className="grid min-w-0 content-start gap-0.5">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="text-lg font-semibold wrap-anywhere">{children ?? <Skeleton className="my-1 h-5 w-20" />}</dd>
    {small !== undefined && <dd className="text-xs text-ink-3">{small}</dd>}
  </div>
);

/** Figures beside each other. */
export const Figures = ({ busy, children }: { busy: boolean; children: ReactNode }) => (
  <dl
    aria-busy={busy}
    className="grid grid-cols-2 gap-x-6 gap-y-5 rounded-md border border-line bg-surface p-4 sm:grid-cols-3 sm:p-5 lg:grid-cols-4"
  >
    {children}
  </dl>
);
