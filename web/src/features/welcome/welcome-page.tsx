import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { safeNext } from '../../../../worker/contract/next-path.ts';
import { ApiError } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys, meQuery } from '../../api/queries.ts';
import type { Me, Onboarding, Profile } from '../../api/wire.ts';
import { Boot } from '../../app/boot.tsx';
import { ErrorPage } from '../../app/error-page.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { DoorFrame } from '../session/door-frame.tsx';
import { ToSignIn } from '../session/to-sign-in.tsx';
import { useSessionEnd } from '../session/use-session.ts';
import { NameStep } from './name-step.tsx';
import { PurposeStep } from './purpose-step.tsx';
import type { StepProps } from './step-frame.tsx';
import { VoiceStep } from './voice-step.tsx';

/** A full load, so that the studio begins with what was chosen here. */
const leave = (): void => window.location.replace(safeNext(new URLSearchParams(location.search).get('next')));

const FirstRun = ({ me }: { me: Me }) => {
  const cache = useQueryClient();
  // The server knows how far one has come; back one goes only here.
  const [step, setStep] = useState<Onboarding>(me.onboarding);
  const save = useMutation({
    mutationFn: (change: Profile) => api.updateProfile(change),
    onSuccess: (saved, change) => {
      if (change.onboarding === 'done') return leave();
      cache.setQueryData(keys.me, saved);
      if (change.onboarding) setStep(change.onboarding);
    },
  });
  const props: StepProps = {
    me,
    busy: save.isPending || (save.isSuccess && save.variables.onboarding === 'done'),
    error: save.error,
    onDone: (change) => save.mutate(change),
    onSkip: () => save.mutate({ onboarding: 'done' }),
    onBack: (to) => {
      save.reset();
      setStep(to);
    },
  };
  return (
    <DoorFrame step={step} size={step === 'voice' ? 'md' : 'sm'}>
      {step === 'name' && <NameStep {...props} />}
      {step === 'purpose' && <PurposeStep {...props} />}
      {step === 'voice' && <VoiceStep {...props} />}
    </DoorFrame>
  );
};

/** The first run (UI-20): name, purpose, and a voice chosen by listening; then straight into the studio. Shown once. */
export const WelcomePage = () => {
  const { t } = useLingui();
  usePageTitle(t`Welcome`);
  const me = useQuery(meQuery);
  const isDone = me.data?.onboarding === 'done';
  const isOver = useSessionEnd() !== undefined || (me.error instanceof ApiError && me.error.status === 401);
  useEffect(() => {
    if (isDone) leave();
  }, [isDone]);
  if (isOver) return <ToSignIn />;
  if (me.error && !me.data) return <ErrorPage error={me.error} reset={() => void me.refetch()} />;
  return me.data && !isDone ? <FirstRun me={me.data} /> : <Boot />;
};
