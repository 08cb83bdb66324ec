import { Trans, useLingui } from '@lingui/react/macro';
import { Dices } from 'lucide-react';
import { SEED_MAX } from '../../../../worker/contract/limits.ts';
import type { Vendor } from '../../api/wire.ts';
import { formatPercent } from '../../format.ts';
import { Field, Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Slider } from '../../ui/slider.tsx';
import type { Draft } from '../speech/draft.ts';
import { tuningName } from './control-words.ts';
import { Disclosure } from './disclosure.tsx';

const STEPS = 20;
/** Short enough to be read out, and remembered. */
const DRAWN_MAX = 9_999;

/** As many beside each other as there is room for. */
export const SLIDERS = 'grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-x-6 gap-y-3';

type FineTuningProps = { vendor: Vendor; draft: Draft; onChange: (change: Partial<Draft>) => void };

/** What only this vendor has. Out of the way until it is wanted, or has been moved. */
export const FineTuning = ({ vendor, draft, onChange }: FineTuningProps) => {
  const { t } = useLingui();
  const { tuning, seed } = vendor.capabilities;
  const moved = tuning.some(({ id, default: neutral }) => (draft.tuning[id] ?? neutral) !== neutral);
  return (
    <Disclosure title={t`Fine tuning`} isOpenAtFirst={moved || draft.seed !== undefined}>
      <div className={SLIDERS}>
        {tuning.map(({ id, min, max, default: neutral }) => (
          <Slider
            key={id}
            label={tuningName(id)}
            value={Math.min(max, Math.max(min, draft.tuning[id] ?? neutral))}
            min={min}
            max={max}
            step={(max - min) / STEPS}
            neutral={neutral}
            format={(value) => formatPercent((value - min) / (max - min))}
            onValueChange={(value) => onChange({ tuning: { ...draft.tuning, [id]: Math.round(value * 100) / 100 } })}
          />
        ))}
      </div>
      {seed && (
        <Field
          label={t`Seed`}
          hint={t`The same seed and text sound alike.`}
          aside={
            draft.seed !== undefined && (
              <button
                type="button"
                onClick={() => onChange({ seed: undefined })}
                className="rounded-xs text-xs text-ink-2 underline-offset-4 hover:text-ink hover:underline"
              >
                <Trans>Without one</Trans>
              </button>
            )
          }
        >
          <div className="flex gap-1">
            <Input
              inputMode="numeric"
              placeholder={t`Any`}
              value={draft.seed ?? ''}
              onChange={({ target }) => {
                const digits = target.value.replaceAll(/\D/g, '');
                onChange({ seed: digits === '' ? undefined : Math.min(SEED_MAX, Number(digits)) });
              }}
              className="text-sm!"
            />
            <IconButton
              label={t`Draw a seed`}
              icon={<Dices aria-hidden="true" className="size-4" />}
              onClick={() => onChange({ seed: 1 + Math.floor(Math.random() * DRAWN_MAX) })}
            />
          </div>
        </Field>
      )}
    </Disclosure>
  );
};
