import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { CHAT_SYSTEM_MAX_CHARS, CHAT_TEMPERATURE_MAX } from '../../../../worker/contract/limits.ts';
import { formatNumber } from '../../format.ts';
import { Field, Textarea } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { modelsQuery } from './chat-api.ts';

/** How the next turn is answered. */
export type ChatSettings = { model: string; system: string; temperature: number };

export const FIRST_SETTINGS: ChatSettings = { model: 'gpt-4o-mini', system: '', temperature: 0.7 };

type ChatSettingsFormProps = { settings: ChatSettings; onChange: (change: Partial<ChatSettings>) => void };

/** Who answers, how freely, and what they are told beforehand. It holds from the next message on. */
export const ChatSettingsForm = ({ settings, onChange }: ChatSettingsFormProps) => {
  const { t } = useLingui();
  const { data } = useQuery(modelsQuery);
  const known = data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const isListed = known.some(({ value }) => value === settings.model);
  const models = isListed ? known : [...known, { value: settings.model, label: settings.model }];
  return (
    <div className="grid gap-6">
      <Field label={t`Model`}>
        <Select options={models} value={settings.model} onValueChange={(model) => onChange({ model })} />
      </Field>
      <Slider
        label={t`Temperature`}
        value={settings.temperature}
        min={0}
        max={CHAT_TEMPERATURE_MAX}
        step={0.1}
        neutral={FIRST_SETTINGS.temperature}
        format={(value) => formatNumber(value)}
        onValueChange={(temperature) => onChange({ temperature })}
      />
      <Field
        label={t`What the model is told first`}
        hint={t`Its role, its tone, what to leave out. From the next message on.`}
      >
        <Textarea
          rows={6}
          maxLength={CHAT_SYSTEM_MAX_CHARS}
          value={settings.system}
          placeholder={t`Answer shortly, in plain words.`}
          onChange={(event) => onChange({ system: event.target.value })}
        />
      </Field>
    </div>
  );
};
