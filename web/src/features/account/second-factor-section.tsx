import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { api } from '../../api/client.ts';
import { keys, secondFactorQuery } from '../../api/queries.ts';
import type { SecondFactorState } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatMoment } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { RecoveryCodesDialog } from '../second-factor/recovery-codes.tsx';
import { SecondFactorDialog } from '../second-factor/second-factor-dialog.tsx';
import { AccountSection } from './account-section.tsx';
import { RowText } from './row-list.tsx';

// What draws the QR code is loaded only by who turns it on.
const SetupDialog = lazy(() =>
  import('../second-factor/setup-dialog.tsx').then((module) => ({ default: module.SetupDialog })),
);

/** From here on one is told to make new ones. */
const FEW_CODES = 3;

const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-[4.5rem] flex-wrap items-center justify-between gap-x-4 gap-y-3 border-line px-4 py-3 not-first:border-t sm:px-5">
    {children}
  </div>
);

const Waiting = () => (
  <div className="grid h-[4.5rem] content-center gap-2 px-4 sm:px-5" aria-busy="true">
    <Skeleton className="h-4 w-40" />
    <Skeleton className="h-3.5 w-56 max-w-full" />
  </div>
);

type Doing = 'turn_on' | 'turn_off' | 'new_codes';

const Rows = ({ state, onDo }: { state: SecondFactorState; onDo: (doing: Doing) => void }) => {
  const { t } = useLingui();
  const { isOn, onSince, recoveryCodesLeft } = state;
  if (!isOn) {
    return (
      <Row>
        <RowText title={t`Authenticator app`} badge={<Badge>{t`off`}</Badge>}>
          <Trans>Whoever can read your mail can sign in.</Trans>
        </RowText>
        <Button size="sm" onClick={() => onDo('turn_on')}>
          <Trans>Turn on</Trans>
        </Button>
      </Row>
    );
  }
  const left = plural(recoveryCodesLeft, { one: '# code is left.', other: '# codes are left.' });
  return (
    <>
      <Row>
        <RowText title={t`Authenticator app`} badge={<Badge tone="good">{t`on`}</Badge>}>
          {onSince !== null && (
            <span>
              <Trans>
                since <time dateTime={new Date(onSince).toISOString()}>{formatMoment(onSince)}</time>
              </Trans>
            </span>
          )}
        </RowText>
        <Button size="sm" onClick={() => onDo('turn_off')}>
          <Trans>Turn off</Trans>
        </Button>
      </Row>
      <Row>
        <RowText title={t`Recovery codes`}>
          {recoveryCodesLeft > FEW_CODES ? (
            left
          ) : (
            <span className="font-medium text-danger">
              {left} <Trans>Make new ones, so that you are never shut out.</Trans>
            </span>
          )}
        </RowText>
        <Button size="sm" onClick={() => onDo('new_codes')}>
          <Trans>New codes</Trans>
        </Button>
      </Row>
    </>
  );
};

/** A code of one's phone besides the mail: turned on, turned off, and what helps when the phone is lost. */
export const SecondFactorSection = () => {
  const { t } = useLingui();
  const query = useQuery(secondFactorQuery);
  const cache = useQueryClient();
  const toast = useToast();
  const [doing, setDoing] = useState<Doing>();
  const [codes, setCodes] = useState<readonly string[]>();
  const stop = () => setDoing(undefined);

  const turnOff = async (code: string) => {
    await api.endSecondFactor(code);
    await cache.invalidateQueries({ queryKey: keys.secondFactor });
    stop();
    toast({ title: t`The second factor is off`, tone: 'good' });
  };
  const replaceCodes = async (code: string) => {
    const { recoveryCodes } = await api.replaceRecoveryCodes(code);
    void cache.invalidateQueries({ queryKey: keys.secondFactor });
    stop();
    setCodes(recoveryCodes);
  };

  return (
    <AccountSection
      title={t`Second factor`}
      about={t`A code of your phone, asked for when you sign in and before what cannot be taken back.`}
    >
      <Card>
        {query.data ? (
          <Rows state={query.data} onDo={setDoing} />
        ) : query.isError ? (
          <ReadFault title={t`The second factor could not be read`} query={query} />
        ) : (
          <Waiting />
        )}
      </Card>
      {doing === 'turn_on' && (
        <Suspense>
          <SetupDialog onClose={stop} />
        </Suspense>
      )}
      {doing === 'turn_off' && (
        <SecondFactorDialog
          title={t`Turn the second factor off?`}
          description={t`Type a code to confirm. Your recovery codes stop working with it.`}
          go={t`Turn off`}
          onCode={turnOff}
          onClose={stop}
        />
      )}
      {doing === 'new_codes' && (
        <SecondFactorDialog
          title={t`Make new recovery codes?`}
          description={t`Type a code to confirm. The ones you have stop working.`}
          go={t`Make new codes`}
          onCode={replaceCodes}
          onClose={stop}
        />
      )}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(undefined)} />}
    </AccountSection>
  );
};
