import type { ReactNode } from 'react';
import { EchoRings } from './echo-rings.tsx';

type EmptyStateProps = {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** `failed` when the emptiness is a fault and not a beginning. */
  tone?: 'still' | 'failed';
};

/** Rings at rest: nothing has sounded here yet. */
export const EmptyState = ({ title, children, action, tone = 'still' }: EmptyStateProps) => (
  <div className="grid justify-items-center gap-4 px-6 py-10 text-center">
    <EchoRings state={tone} progress={tone === 'failed' ? 0.12 : 0} className="w-28" />
    <div className="grid max-w-sm gap-1.5">
      <h3 className="text-base font-semibold text-ink">{title}</h3>
      {children !== undefined && <div className="text-sm text-ink-2 wrap-anywhere">{children}</div>}
    </div>
    {action}
  </div>
);
