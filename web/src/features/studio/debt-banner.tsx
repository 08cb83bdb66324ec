import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../format.ts';
import { buttonClass } from '../../ui/button.tsx';

/** Over every page while something is owed: what, why, and how it is cleared. */
export const DebtBanner = ({ owedCredits }: { owedCredits: number }) => {
  const many = formatNumber(owedCredits);
  return (
    <aside className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line bg-sunken px-4 py-2.5 sm:px-6 print:hidden">
      <p className="min-w-0 text-sm text-ink-2">
        <span className="font-medium text-ink">
          <Plural value={owedCredits} one={`${many} credit is owed.`} other={`${many} credits are owed.`} />
        </span>{' '}
        <Trans>
          A payment was given back after its credits were spent. The next credits that come clear it; until then nothing
          new is made.
        </Trans>
      </p>
      <Link to="/studio/credits/buy" search={{ credits: owedCredits }} className={buttonClass('line', 'sm')}>
        <Trans>Buy credits</Trans>
      </Link>
    </aside>
  );
};
