import { Trans } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';

type PlanCardProps = {
  name: string;
  price: ReactNode;
  /** What the price is for; left out where there is none. */
  unit?: string;
  about: ReactNode;
  /** What it gives, in a few words each. */
  gives: readonly string[];
  isCurrent: boolean;
  isDemo?: boolean;
  isChief?: boolean;
  /** What is chosen first. */
  choice?: ReactNode;
  /** The card's press: those of cards side by side stand on one line. */
  children: ReactNode;
};

/** One plan among others: its name, its price, what it gives, and what one can do about it. */
export const PlanCard = ({
  name,
  price,
  unit,
  about,
  gives,
  isCurrent,
  isDemo = false,
  isChief = false,
  choice,
  children,
}: PlanCardProps) => {
  const title = useId();
  return (
    <section
      aria-labelledby={title}
      className={cx(
        'flex min-w-0 flex-col gap-5 rounded-md border bg-surface p-5 sm:p-6',
        isChief ? 'border-ink' : 'border-line',
      )}
    >
      <div className="flex items-center justify-between gap-3">
        <h2 id={title} translate="no" className="text-lg font-semibold">
          {name}
        </h2>
        {isCurrent ? (
          <Badge tone="good">
            <Trans>Your plan</Trans>
          </Badge>
        ) : (
          isDemo && (
            <Badge>
              <Trans>Demo, no real money</Trans>
            </Badge>
          )
        )}
      </div>
      <div className="grid gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-3xl font-semibold">{price}</span>
          {unit !== undefined && <span className="text-sm text-ink-2">{unit}</span>}
        </p>
        <p className="text-sm lg:min-h-10 text-ink-2">{about}</p>
      </div>
      {choice}
      <ul className="grid gap-2 border-t border-line pt-4 text-sm">
        {gives.map((line) => (
          <li key={line} className="flex gap-2.5">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
            <span className="min-w-0 wrap-anywhere">{line}</span>
          </li>
        ))}
      </ul>
      <div className="mt-auto grid gap-2">{children}</div>
    </section>
  );
};
