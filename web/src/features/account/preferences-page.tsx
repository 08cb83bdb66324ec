import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { voicesQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { LanguageSelect } from '../../i18n/language-select.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { chooseTheme, useTheme } from '../../ui/theme.ts';
import { SettingsWaiting } from '../speech/settings-waiting.tsx';
import { SpeechSettings } from '../speech/speech-settings.tsx';
import { useDraft } from '../speech/use-draft.ts';
import { voiceOrFirst } from '../voices/voice-names.ts';
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
  const voices = useQuery(voicesQuery);
  const voice = voices.data && voiceOrFirst(voices.data, draft);
  return (
    <div className="p-4 sm:p-5">
      {isRestored ? (
        <SpeechSettings draft={draft} list={voices.data} voice={voice} onChange={change} />
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
