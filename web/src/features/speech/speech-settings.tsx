import { t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import {
  PITCH_MAX,
  PITCH_MIN,
  SPEED_MAX,
  SPEED_MIN,
  VOLUME_MAX,
  VOLUME_MIN,
} from '../../../../worker/contract/limits.ts';
import type { Voice, VoiceList } from '../../api/wire.ts';
import { formatChange, formatNumber, formatPercent } from '../../format.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { languageOptions } from '../voices/voice-names.ts';
import { VoicePicker } from '../voices/voice-picker.tsx';
import { type Draft, NEUTRAL } from './draft.ts';

type SpeechSettingsProps = {
  draft: Draft;
  list: VoiceList | undefined;
  voice: Voice | undefined;
  onChange: (change: Partial<Draft>) => void;
};

const semitones = (pitch: number): string => {
  const change = formatChange(pitch);
  return pitch === 0 ? t`own` : t`${change} st`;
};

/** Who speaks, in which language, and how. */
export const SpeechSettings = ({ draft, list, voice, onChange }: SpeechSettingsProps) => {
  const { t } = useLingui();
  return (
    <div className="grid gap-5">
      <div className="grid grid-cols-2 gap-3 xl:grid-cols-1">
        <Field label={t`Voice`}>
          <VoicePicker
            list={list}
            voice={voice}
            language={draft.language}
            onPick={({ id, provider }) => onChange({ voiceId: id, provider })}
            className="w-full"
          />
        </Field>
        <Field label={t`Language`}>
          <Select
            disabled={list === undefined}
            options={list ? languageOptions(list) : [{ value: draft.language, label: '…' }]}
            value={draft.language}
            onValueChange={(language) => onChange({ language })}
            className="w-full"
          />
        </Field>
      </div>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-1">
        <Slider
          label={t`Speed`}
          value={draft.speed}
          min={SPEED_MIN}
          max={SPEED_MAX}
          step={0.05}
          neutral={NEUTRAL.speed}
          format={(value) => `${formatNumber(value)}×`}
          onValueChange={(speed) => onChange({ speed: Math.round(speed * 100) / 100 })}
        />
        <Slider
          label={t`Pitch`}
          value={draft.pitch}
          min={PITCH_MIN}
          max={PITCH_MAX}
          step={1}
          neutral={NEUTRAL.pitch}
          format={semitones}
          onValueChange={(pitch) => onChange({ pitch })}
        />
        <Slider
          label={t`Volume`}
          value={draft.volume}
          min={VOLUME_MIN}
          max={VOLUME_MAX}
          step={1}
          neutral={NEUTRAL.volume}
          format={(value) => formatPercent(value / 100)}
          onValueChange={(volume) => onChange({ volume })}
        />
      </div>
      <div className="border-t border-line pt-4">
        <Switch
          label={t`High quality`}
          hint={t`Twice the price`}
          checked={draft.hq}
          onCheckedChange={(hq) => onChange({ hq })}
        />
      </div>
    </div>
  );
};
