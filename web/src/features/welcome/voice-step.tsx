import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { voicesQuery } from '../../api/queries.ts';
import type { Voice } from '../../api/wire.ts';
import { activeLocale } from '../../i18n/active-locale.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { languageOptions, voicesFor } from '../voices/voice-names.ts';
import { VoiceChoices } from '../voices/voice-picker.tsx';
import { StepFrame, type StepProps } from './step-frame.tsx';

/** Enough to choose from by ear; the studio has all of them. */
const HEARD_MAX = 8;

/** Whose voice one begins with, chosen by listening. */
export const VoiceStep = ({ me, onDone, ...ways }: StepProps) => {
  const { t } = useLingui();
  const voices = useQuery(voicesQuery);
  const [language, setLanguage] = useState(me.preferences.language ?? activeLocale());
  const [chosen, setChosen] = useState<Voice>();
  const heard = voices.data ? voicesFor(voices.data, language).slice(0, HEARD_MAX) : [];
  const voice = heard.find(({ id }) => id === chosen?.id) ?? heard[0];
  const keep = useMutation({
    mutationFn: ({ id, provider }: Voice) => api.savePreferences({ module: 'tts', voiceId: id, provider, language }),
    onSuccess: () => onDone({ onboarding: 'done' }),
  });
  const name = voice?.name ?? '';
  return (
    <StepFrame
      number={3}
      title={t`Choose your voice`}
      about={t`Press a circle to hear it. You can take another one at any time.`}
      go={voice ? t`Begin with ${name}` : t`Go on`}
      disabled={!voice}
      busy={keep.isPending || ways.busy}
      error={keep.error ?? ways.error ?? voices.error}
      onSkip={ways.onSkip}
      onBack={() => ways.onBack('purpose')}
      onSubmit={() => voice && keep.mutate(voice)}
    >
      <Field label={t`Language`}>
        <Select
          className="w-full"
          disabled={!voices.data}
          options={voices.data ? languageOptions(voices.data) : [{ value: language, label: '…' }]}
          value={language}
          onValueChange={setLanguage}
        />
      </Field>
      {voices.data ? (
        <div className="min-w-0">
          <VoiceChoices voices={heard} chosen={voice?.id} language={language} onPick={setChosen} />
        </div>
      ) : (
        <Skeleton className="h-64" />
      )}
    </StepFrame>
  );
};
