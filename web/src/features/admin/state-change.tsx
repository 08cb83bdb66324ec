import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import type { AccountRole, AdminAction } from '../../api/wire.ts';
import { formatMoment, formatNumber } from '../../format.ts';
import { ROLE_WORDS } from './admin-words.ts';

type State = AdminAction['before'];
type Fact = State[string] | undefined;

/** A fact's name and value as a person would say them; one that this page does not know keeps its own words. */
const useFactWords = () => {
  const { t } = useLingui();
  return {
    name: (fact: string): string => {
      if (fact === 'role') return t`Role`;
      if (fact === 'isBlocked') return t`Access`;
      if (fact === 'requests') return t`Requests`;
      if (fact === 'isEnabled') return t({ message: 'In use', context: 'vendor or key' });
      if (fact === 'price') return t`Price`;
      if (fact === 'freePerDay') return t`Free ones a day`;
      if (fact === 'standIn') return t`Stands in`;
      if (fact === 'label') return t`Label`;
      if (fact === 'hint' || fact === 'key') return t`Key`;
      if (fact === 'name') return t`Template`;
      if (fact === 'voices') return t`Voices`;
      if (fact === 'limitClass') return t`Counted`;
      if (fact === 'attempts') return t`Tries`;
      if (fact === 'nextTryAt') return t`Next try`;
      if (fact === 'balanceCredits') return t`Balance`;
      return fact;
    },
    value: (fact: string, value: Fact): string => {
      if (value === undefined || value === null) return t`nothing`;
      if (fact === 'role')
        return ROLE_WORDS[value as AccountRole] ? t(ROLE_WORDS[value as AccountRole]) : String(value);
      if (fact === 'isBlocked') return value === true ? t`suspended` : t`open`;
      if (typeof value === 'boolean') return value ? t`yes` : t`no`;
      if (fact === 'limitClass') return value === 'work' ? t`making and changing` : t`looking`;
      if (fact === 'nextTryAt') return formatMoment(Number(value));
      if (typeof value === 'number') return formatNumber(value);
      return String(value);
    },
  };
};

/** What an action changed: each fact as it stood and as it stands. */
export const StateChange = ({ before, after }: { before: State; after: State }) => {
  const words = useFactWords();
  const facts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <dl className="grid gap-1 text-sm">
      {facts.map((fact) => (
        <div key={fact} className="flex flex-wrap items-baseline gap-x-2">
          <dt className="text-ink-3">{words.name(fact)}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
            {before[fact] !== after[fact] && (
              <>
                <del className="text-ink-3 wrap-anywhere">
                  <span className="sr-only">
                    <Trans>was</Trans>{' '}
                  </span>
                  {words.value(fact, before[fact])}
                </del>
                <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-ink-3 rtl:-scale-x-100" />
              </>
            )}
            <ins className="font-medium text-ink no-underline wrap-anywhere">
              <span className="sr-only">
                <Trans>is now</Trans>{' '}
              </span>
              {words.value(fact, after[fact])}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
};
