import { useLingui } from '@lingui/react/macro';
import type { Vendor } from '../../api/wire.ts';
import { formatPercent } from '../../format.ts';
import { Slider } from '../../ui/slider.tsx';
import type { Draft } from '../speech/draft.ts';
import { SeedField } from '../tool-parts/seed-field.tsx';
import { tuningName } from './control-words.ts';
import { Disclosure } from './disclosure.tsx';

const STEPS = 20;
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
        <SeedField
          value={draft.seed}
          hint={t`The same seed and text sound alike.`}
          onChange={(drawn) => onChange({ seed: drawn })}
        />
      )}
    </Disclosure>
  );
};
