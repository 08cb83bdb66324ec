import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { planLimitsQuery } from '../../api/admin-queries.ts';
import type { PlanLimit } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { RowList, RowText } from '../account/row-list.tsx';
import { LIMIT_WORDS, PLAN_WORDS } from './admin-words.ts';
import { LimitDialog } from './limit-dialog.tsx';

const keyOf = ({ plan, limitClass }: PlanLimit): string => `${plan}:${limitClass}`;

/** How often the accounts of each plan may ask. */
export const LimitsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Request limits`);
  const query = useQuery(planLimitsQuery);
  const [chosen, setChosen] = useState<PlanLimit>();
  return (
    <div className="grid gap-5">
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          Counted for each account by itself, over any minute. “Changes” is whatever makes, changes or spends something;
          “reads” is everything else. A new figure is felt within a minute.
        </Trans>
      </p>
      <RowList label={t`Request limits`} query={query} failure={t`The limits could not be read`} empty={null}>
        {(limit) => (
          <>
            <RowText title={`${t(PLAN_WORDS[limit.plan])} · ${t(LIMIT_WORDS[limit.limitClass])}`}>
              <span>{t`${formatNumber(limit.requests)} in ${limit.windowSeconds} seconds`}</span>
            </RowText>
            <Button
              size="sm"
              aria-label={t`Change: ${t(PLAN_WORDS[limit.plan])}, ${t(LIMIT_WORDS[limit.limitClass])}`}
              onClick={() => setChosen(limit)}
            >
              <Trans>Change</Trans>
            </Button>
          </>
        )}
      </RowList>
      {chosen && <LimitDialog key={keyOf(chosen)} limit={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
};
