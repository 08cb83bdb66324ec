import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import type { Quote } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { priceInWords, waitInWords } from './price-in-words.ts';

type GenerateBarProps = {
  quote: Quote | undefined;
  /** A price is on its way. */
  quoting: boolean;
  /** Why there is no price. */
  problem: string | undefined;
  /** What there is to be said of the price. */
  note?: string | undefined;
  disabled: boolean;
  busy: boolean;
  onGenerate: () => void;
};

/** The price before the press, what is left after it, and the press. */
export const GenerateBar = ({ quote, quoting, problem, note, disabled, busy, onGenerate }: GenerateBarProps) => (
  <div className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t max-sm:gap-x-4 border-line bg-paper px-4 py-4 max-md:gap-y-2 max-md:py-3 sm:px-6">
    <dl aria-live="polite" className="flex min-w-0 grow basis-0 gap-5 text-sm sm:gap-8">
      <div className="grid min-w-0">
        <dt className="truncate text-xs text-ink-3">
          <Trans>Price</Trans>
        </dt>
        <dd className="h-6 text-base font-semibold whitespace-nowrap">
          {quoting ? <Skeleton className="mt-1 h-4 w-20" /> : quote ? priceInWords(quote) : '–'}
        </dd>
      </div>
      <div className="grid min-w-0">
        <dt className="truncate text-xs text-ink-3">
          <Trans>Balance after</Trans>
        </dt>
        <dd className="h-6 truncate text-base text-ink-2">
          {quoting ? <Skeleton className="mt-1 h-4 w-14" /> : <After quote={quote} />}
        </dd>
      </div>
      <div className="hidden min-w-0 xl:grid">
        <dt className="truncate text-xs text-ink-3">
          <Trans>Takes</Trans>
        </dt>
        <dd className="h-6 truncate text-base text-ink-2">
          {quoting ? <Skeleton className="mt-1 h-4 w-16" /> : quote ? waitInWords(quote) : '–'}
        </dd>
      </div>
    </dl>
    <Button variant="sound" size="lg" disabled={disabled} loading={busy} onClick={onGenerate} className="max-sm:px-5">
      <Trans>Generate</Trans>
    </Button>
    <p className="flex basis-full justify-between gap-4 text-xs text-ink-3">
      <span className={problem === undefined ? undefined : 'text-danger'}>
        {problem ??
          note ??
          (quote?.costCredits === 0 ? t`Nothing will be deducted.` : t`Credits will be deducted on Generate.`)}
      </span>
      <span className="hidden whitespace-nowrap lg:inline">
        <Trans>Ctrl Enter</Trans>
      </span>
    </p>
  </div>
);

const After = ({ quote }: { quote: Quote | undefined }) => {
  if (quote?.balanceAfterCredits === undefined || quote.balanceAfterCredits === null) return '–';
  if (quote.balanceAfterCredits < 0) {
    return (
      <span className="font-medium text-danger">
        <Plural value={-quote.balanceAfterCredits} one="# too few" other="# too few" />
      </span>
    );
  }
  return formatNumber(quote.balanceAfterCredits);
};
