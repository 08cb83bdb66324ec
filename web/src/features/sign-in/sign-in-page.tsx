import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { safeNext } from '../../../../worker/contract/next-path.ts';
import { meQuery, welcomeQuery } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import type { SignedIn, SignInOutcome } from '../../api/wire.ts';
import { Boot } from '../../app/boot.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { BlockedPage } from '../session/blocked-page.tsx';
import { DoorFrame } from '../session/door-frame.tsx';
import { useSessionEnd } from '../session/use-session.ts';
import { CodeStep } from './code-step.tsx';
import { DoorProblem } from './door-problem.tsx';
import { EmailStep } from './email-step.tsx';
import { GoogleWay } from './google-way.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';
import { keepSent, readSent, type Sent } from './sign-in-state.ts';
import { WelcomeStep } from './welcome-step.tsx';

/** As the server's redirect names it, too. */
const SECOND_FACTOR = 'second-factor';

/** Keeps the step in the address, so that a page which is loaded again goes on where it was. */
const keepStep = (step: string | undefined): void => {
  const url = new URL(location.href);
  if (step === undefined) url.searchParams.delete('step');
  else url.searchParams.set('step', step);
  window.history.replaceState(window.history.state, '', url);
};

/** The door: an address goes out, a code comes back. Who is signed in already is let through. */
export const SignInPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Sign in`);
  const [wasHere] = useState(session.isRemembered);
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(() => readSent(Date.now()));
  const [asked] = useState(() => new URLSearchParams(location.search));
  const isWelcome = asked.get('step') === 'welcome';
  const [owes, setOwes] = useState(asked.get('step') === SECOND_FACTOR);
  const [problem, setProblem] = useState(() => asked.get('problem'));
  const welcome = useQuery({ ...welcomeQuery, enabled: isWelcome });
  const [verified, setVerified] = useState<SignedIn>();
  const arrived = verified ?? welcome.data;
  const mayBeIn = wasHere && !isWelcome && !owes && !verified;
  const me = useQuery({ ...meQuery, enabled: mayBeIn, retry: false });

  // Where the welcome cannot be fetched, the studio knows best what to say of it.
  const isLeaving = isWelcome ? welcome.isError : mayBeIn && me.data !== undefined;
  useEffect(() => {
    if (isLeaving) goOn();
  }, [isLeaving]);
  const isBlocked = useSessionEnd() === 'blocked' || asked.get('problem') === 'account_blocked';
  if (isBlocked) return <BlockedPage />;
  if (isLeaving || (isWelcome ? welcome.isPending : mayBeIn && me.isPending)) return <Boot />;

  const expect = (next: Sent | undefined) => {
    keepSent(next);
    setSent(next);
  };
  const enter = (outcome: SignInOutcome) => {
    keepSent(undefined);
    if (outcome.kind === 'second_factor') {
      keepStep(SECOND_FACTOR);
      setOwes(true);
    } else if (outcome.isNew) setVerified(outcome);
    else goOn();
  };
  const beginAgain = () => {
    keepStep(undefined);
    expect(undefined);
    setOwes(false);
    setProblem('second_factor_expired');
  };
  const step = arrived ? 'welcome' : owes ? SECOND_FACTOR : sent ? 'code' : 'email';

  return (
    <DoorFrame step={step}>
      {step === 'email' && (
        <div className="grid gap-6">
          <DoorProblem problem={problem} />
          <EmailStep
            email={email}
            onSent={(next) => {
              setEmail(next.email);
              expect(next);
            }}
          />
          <GoogleWay next={safeNext(asked.get('next'))} />
        </div>
      )}
      {step === 'code' && sent && (
        <CodeStep
          sent={sent}
          onResent={expect}
          onVerified={enter}
          onOtherAddress={() => {
            setEmail(sent.email);
            expect(undefined);
          }}
        />
      )}
      {step === SECOND_FACTOR && <SecondFactorStep onDone={goOn} onExpired={beginAgain} />}
      {arrived && <WelcomeStep signedIn={arrived} onDone={goOn} onSetUp={setUp} />}
    </DoorFrame>
  );
};

/** On to where one wanted to go: a full load, so that the page begins as the person who has come in. */
const goOn = (): void => window.location.replace(safeNext(new URLSearchParams(location.search).get('next')));

/** On to the rest of the first run, which then leads there as well. */
const setUp = (): void => window.location.replace(`/welcome${location.search}`);
