import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { DailyCap } from '../../../../worker/contract/daily-cap.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { dailyCapQuery } from '../../api/money-queries.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatUntil } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useStepUp } from '../second-factor/use-step-up.tsx';
import { AccountSection } from './account-section.tsx';
import { CapField, creditsOf } from './cap-field.tsx';

const ROWS = 'grid gap-5 p-4 sm:p-5';
const MINUTE_MS = 60_000;

const Waiting = () => (
  <div className={ROWS} aria-busy="true">
    <div className="grid gap-1.5">
      <Skeleton className="my-0.5 h-4 w-28" />
      <Skeleton className="h-10" />
      <Skeleton className="my-0.5 h-3.5 w-56" />
    </div>
    <Skeleton className="h-10 w-20" />
  </div>
);

/** What of today is spent, and when a new day begins. */
const Today = ({ spentCredits, endsAt }: DailyCap) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  const wait = formatUntil(endsAt, now);
  const spent = plural(spentCredits, { one: '# credit is spent today.', other: '# credits are spent today.' });
  return (
    <>
      {spent} {t`A new day begins in ${wait}, at 00:00 UTC.`}
    </>
  );
};

const CapForm = ({ cap }: { cap: DailyCap }) => {
  const { t } = useLingui();
  const [typed, setTyped] = useState(String(cap.capCredits ?? ''));
  const cache = useQueryClient();
  const toast = useToast();
  const { stepUp, dialog } = useStepUp();
  const save = useMutation({
    mutationFn: (capCredits: number | null) => stepUp((code) => api.changeDailyCap(capCredits, code)),
    onSuccess: (saved) => {
      cache.setQueryData(dailyCapQuery.queryKey, saved);
      const { capCredits } = saved;
      toast({
        title:
          capCredits === null
            ? t`There is no limit any more`
            : plural(capCredits, { one: '# credit a day at most', other: '# credits a day at most' }),
        tone: 'good',
      });
    },
  });
  const isNews = creditsOf(typed) !== cap.capCredits;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNews && !save.isPending) save.mutate(creditsOf(typed));
  };
  return (
    <>
      <form noValidate onSubmit={submit} className={ROWS}>
        <CapField
          label={t`At most a day, in credits`}
          hint={<Today {...cap} />}
          error={save.error ? messageOf(save.error) : undefined}
          value={typed}
          onChange={(value) => {
            setTyped(value);
            if (save.isError) save.reset();
          }}
        />
        <Button
          type="submit"
          variant="solid"
          className="justify-self-start"
          disabled={!isNews}
          loading={save.isPending}
        >
          <Trans>Save</Trans>
        </Button>
      </form>
      {dialog}
    </>
  );
};

/** How much may be spent in a day, by oneself and by one's programs together. */
export const DailyCapSection = () => {
  const { t } = useLingui();
  const query = useQuery(dailyCapQuery);
  return (
    <AccountSection
      title={t`Daily limit`}
      about={t`Nothing above it is begun, whether you order it here or a program of yours does. Empty: as much as the balance allows.`}
    >
      <Card>
        {query.data ? (
          <CapForm cap={query.data} />
        ) : query.isError ? (
          <ReadFault title={t`The limit could not be read`} query={query} />
        ) : (
          <Waiting />
        )}
      </Card>
    </AccountSection>
  );
};
