import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { PURPOSE_NOTE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import type { Purpose } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { Field, Input } from '../../ui/field.tsx';
import { PURPOSE_WORDS, PURPOSES } from '../account/purpose-words.ts';
import { StepFrame, type StepProps } from './step-frame.tsx';

const CHOICE = cx(
  'flex min-h-10 touch:min-h-11 cursor-pointer items-center rounded-sm border border-line-strong px-3 py-2 text-sm transition-colors',
  'hover:border-ink has-checked:border-ink has-checked:bg-ink has-checked:font-semibold has-checked:text-on-ink',
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-sound-ink',
);

/** What one is here for. */
export const PurposeStep = ({ me, onDone, ...ways }: StepProps) => {
  const { t } = useLingui();
  const [purpose, setPurpose] = useState<Purpose | null>(me.purpose);
  const [note, setNote] = useState(me.purposeNote ?? '');
  const name = useId();
  const words = note.trim();
  const submit = () => {
    if (purpose === null) return;
    const own = purpose === 'other' && words !== '' ? { purposeNote: words } : {};
    onDone({ purpose, ...own, onboarding: 'voice' });
  };
  return (
    <StepFrame
      number={2}
      title={t`What will you make?`}
      about={t`It helps us to know what to build next.`}
      go={t`Go on`}
      disabled={purpose === null}
      busy={ways.busy}
      error={ways.error}
      onSkip={ways.onSkip}
      onBack={() => ways.onBack('name')}
      onSubmit={submit}
    >
      <fieldset className="grid gap-2">
        <legend className="sr-only">
          <Trans>What will you make?</Trans>
        </legend>
        {PURPOSES.map((choice) => (
          <label key={choice} className={CHOICE}>
            <input
              type="radio"
              name={name}
              value={choice}
              checked={purpose === choice}
              onChange={() => setPurpose(choice)}
              className="sr-only"
            />
            {t(PURPOSE_WORDS[choice])}
          </label>
        ))}
      </fieldset>
      {purpose === 'other' && (
        <Field label={t`In your words`}>
          <Input maxLength={PURPOSE_NOTE_MAX_CHARS} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
      )}
    </StepFrame>
  );
};
