import { Trans, useLingui } from '@lingui/react/macro';
import { messageOf } from '../../api/api-error.ts';
import type { Vendor } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type Draft, NEUTRAL } from '../speech/draft.ts';
import { hasQuality, type RangedControl, rangeOf } from '../speech/fit-draft.ts';
import type { SpeechChoice } from '../speech/use-speech-choice.ts';
import { languageOptions, languageOptionsOf } from '../voices/voice-names.ts';
import { CONTROL_WORDS, styleName } from './control-words.ts';
import { FileFields } from './file-fields.tsx';
import { FineTuning, SLIDERS } from './fine-tuning.tsx';
import { Instructions } from './instructions.tsx';
import { Unfolded } from './unfolded.tsx';
import { VendorNote } from './vendor-note.tsx';
import { VoiceButton } from './voice-button.tsx';

const STEPS: Record<RangedControl, number> = { speed: 0.05, pitch: 1, volume: 1 };
const HOUSE = 'unicorn';

type VoiceSettingsProps = {
  /** As it was chosen, whatever the vendor makes of it. */
  draft: Draft;
  choice: SpeechChoice;
  /** Fine tuning goes with a text, and is not among what an account remembers. */
  of: 'text' | 'account';
  onChange: (change: Partial<Draft>) => void;
};

/** Who speaks, in which language, and how: every control that the voice's vendor has, and none that it lacks. */
export const VoiceSettings = ({ draft, choice, of, onChange }: VoiceSettingsProps) => {
  const { t } = useLingui();
  const { list, voice, vendor, language } = choice;
  const languages =
    list && voice ? (voice.provider === HOUSE ? languageOptions(list) : languageOptionsOf(list, voice)) : undefined;
  return (
    <div className="grid gap-5">
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-1">
        <div className="grid min-w-0 content-start gap-1.5 sm:col-span-2 xl:col-span-1">
          <span aria-hidden="true" className="text-sm font-medium text-ink-2">
            <Trans>Voice</Trans>
          </span>
          <VoiceButton
            label={t`Voice:`}
            choice={choice}
            onPick={(picked) => onChange({ voiceId: picked.id, provider: picked.provider })}
          />
          <p aria-live="polite" className="grid text-xs text-ink-3 empty:hidden">
            <VendorNote vendor={vendor} />
            {choice.isGone && <Trans>The voice you had is gone. This one stands in.</Trans>}
            {choice.error && <span className="text-danger">{messageOf(choice.error)}</span>}
          </p>
          {choice.error && (
            <Button size="sm" className="justify-self-start" onClick={choice.retry}>
              <Trans>Try again</Trans>
            </Button>
          )}
        </div>
        <Field label={t`Language`} className="content-start sm:last:col-span-2 xl:last:col-span-1">
          <Select
            disabled={languages === undefined}
            options={languages ?? [{ value: language, label: '…' }]}
            value={language}
            onValueChange={(value) => onChange({ language: value })}
            className="w-full"
          />
        </Field>
        {voice && voice.styles.length > 0 && (
          <Field label={t`Style`} className="content-start">
            <Select
              options={[
                { value: NEUTRAL.style, label: t`Plain` },
                ...voice.styles.map((style) => ({ value: style, label: styleName(style) })),
              ]}
              value={voice.styles.includes(draft.style) ? draft.style : NEUTRAL.style}
              onValueChange={(style) => onChange({ style })}
              className="w-full"
            />
          </Field>
        )}
      </div>
      {vendor && voice && (
        <Unfolded title={t`Voice settings`}>
          <VendorControls vendor={vendor} draft={draft} of={of} onChange={onChange} />
        </Unfolded>
      )}
    </div>
  );
};

type VendorControlsProps = Pick<VoiceSettingsProps, 'draft' | 'of' | 'onChange'> & { vendor: Vendor };

const VendorControls = ({ vendor, draft, of, onChange }: VendorControlsProps) => {
  const { t } = useLingui();
  const labels: [RangedControl, string][] = [
    ['speed', t`Speed`],
    ['pitch', t`Pitch`],
    ['volume', t`Volume`],
  ];
  const { price } = vendor;
  return (
    <>
      <div className={SLIDERS}>
        {labels.map(([control, label]) => (
          <Ranged
            key={control}
            vendor={vendor}
            control={control}
            label={label}
            value={draft[control]}
            onValueChange={(value) => onChange({ [control]: value })}
          />
        ))}
      </div>
      {vendor.capabilities.instructions && (
        <Instructions
          maxChars={vendor.capabilities.instructions.maxChars}
          value={draft.instructions}
          onValueChange={(instructions) => onChange({ instructions })}
        />
      )}
      {of === 'text' && (vendor.capabilities.tuning.length > 0 || vendor.capabilities.seed) && (
        <FineTuning vendor={vendor} draft={draft} onChange={onChange} />
      )}
      <div className="grid gap-4 border-t border-line pt-4">
        {hasQuality(vendor) && (
          <Switch
            label={t`High quality`}
            hint={price.kind === 'per_char' && price.hqFactor > 1 ? t`Twice the price` : t`At the same price`}
            checked={draft.hq}
            onCheckedChange={(hq) => onChange({ hq })}
          />
        )}
        <Switch
          label={t`Stand-in voice`}
          hint={t`If this vendor fails, another one may speak. The price stays.`}
          checked={draft.fallback}
          onCheckedChange={(fallback) => onChange({ fallback })}
        />
      </div>
      <FileFields vendor={vendor} draft={draft} onChange={onChange} />
    </>
  );
};

type RangedProps = {
  vendor: Vendor;
  control: RangedControl;
  label: string;
  value: number;
  onValueChange: (value: number) => void;
};

/** One slider as far as the vendor goes. A value from beyond stands at his end, and says where it was. */
const Ranged = ({ vendor, control, label, value, onValueChange }: RangedProps) => {
  const { t } = useLingui();
  const range = rangeOf(vendor, control);
  if (!range) return null;
  const words = CONTROL_WORDS[control];
  const shown = Math.min(range.max, Math.max(range.min, value));
  const [wanted, reached, vendorName] = [words(value), words(shown), vendor.name];
  return (
    <div className="grid content-start gap-1">
      <Slider
        label={label}
        value={shown}
        min={range.min}
        max={range.max}
        step={STEPS[control]}
        neutral={NEUTRAL[control]}
        format={words}
        onValueChange={(next) => onValueChange(Math.round(next * 100) / 100)}
      />
      {shown !== value && (
        <p role="status" className="text-xs text-sound-ink">
          {t`Moved from ${wanted}: ${vendorName} goes to ${reached}.`}
        </p>
      )}
    </div>
  );
};
