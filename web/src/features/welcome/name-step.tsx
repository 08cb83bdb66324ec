import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { NAME_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { Field, Input } from '../../ui/field.tsx';
import { StepFrame, type StepProps } from './step-frame.tsx';

/** How one wants to be called. */
export const NameStep = ({ me, onDone, ...ways }: StepProps) => {
  const { t } = useLingui();
  const [name, setName] = useState(me.name);
  const wish = name.trim();
  return (
    <StepFrame
      number={1}
      title={t`What are you called?`}
      about={t`How the studio calls you.`}
      go={t`Go on`}
      disabled={wish === ''}
      busy={ways.busy}
      error={ways.error}
      onSkip={ways.onSkip}
      onSubmit={() => onDone({ name: wish, onboarding: 'purpose' })}
    >
      <Field
        label={t`Your name`}
        hint={t`You can change it later, in Account.`}
        error={wish === '' ? t`Write at least one letter.` : undefined}
      >
        <Input
          name="name"
          autoComplete="name"
          maxLength={NAME_MAX_CHARS}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          className="h-12"
        />
      </Field>
    </StepFrame>
  );
};
