import { Trans, useLingui } from '@lingui/react/macro';
import { Suspense } from 'react';
import { usePageTitle } from '../../app/page-title.ts';
import { LanguageSelect } from '../../i18n/language-select.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { chooseTheme, useTheme } from '../../ui/theme.ts';
import { VoiceSettings } from '../speech/lazy-parts.ts';
import { SettingsWaiting } from '../speech/settings-waiting.tsx';
import { useDraft } from '../speech/use-draft.ts';
import { useSpeechChoice } from '../speech/use-speech-choice.ts';
import { AccountSection } from './account-section.tsx';

const LookFields = () => {
  const { t } = useLingui();
  const theme = useTheme();
  return (
    <div className="grid gap-5 p-4 sm:grid-cols-2 sm:p-5">
      <Field label={t`Language`}>
        <LanguageSelect className="w-full" />
      </Field>
      <Field label={t`Theme`}>
        <Select
          className="w-full"
          options={[
            { value: 'dark', label: t`Dark` },
            { value: 'light', label: t`Light` },
          ]}
          value={theme}
          onValueChange={(value) => chooseTheme(value === 'dark' ? 'dark' : 'light')}
        />
      </Field>
    </div>
  );
};

const SpeechFields = () => {
  const { draft, change, isRestored } = useDraft();
  const choice = useSpeechChoice(draft);
  return (
    <div className="p-4 sm:p-5">
      {isRestored ? (
        <Suspense fallback={<SettingsWaiting />}>
          <VoiceSettings of="account" draft={draft} choice={choice} onChange={change} />
        </Suspense>
      ) : (
        <SettingsWaiting />
      )}
    </div>
  );
};

/** How the house looks and speaks to one. There is no button to save: what is chosen is kept. */
export const PreferencesPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Preferences`);
  return (
    <>
      <AccountSection
        title={t`Appearance`}
        about={<Trans>The same in every browser you sign in from. What you choose is kept at once.</Trans>}
      >
        <Card>
          <LookFields />
        </Card>
      </AccountSection>
      <AccountSection
        title={t`Speech`}
        about={<Trans>What the speech studio begins with: the voice and the way of speaking you used last.</Trans>}
      >
        <Card>
          <SpeechFields />
        </Card>
      </AccountSection>
    </>
  );
};
