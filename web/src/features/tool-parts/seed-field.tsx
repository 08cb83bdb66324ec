import { Trans, useLingui } from '@lingui/react/macro';
import { Dices } from 'lucide-react';
import { SEED_MAX } from '../../../../worker/contract/limits.ts';
import { Field, Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { drawSeed } from './draw-seed.ts';

type SeedFieldProps = {
  value: number | undefined;
  /** What the same seed does. */
  hint: string;
  onChange: (seed: number | undefined) => void;
};

/** A number to come back to: written, drawn, or left out. */
export const SeedField = ({ value, hint, onChange }: SeedFieldProps) => {
  const { t } = useLingui();
  return (
    <Field
      label={t`Seed`}
      hint={hint}
      aside={
        value !== undefined && (
          <button
            type="button"
            onClick={() => onChange(undefined)}
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
          value={value ?? ''}
          onChange={({ target }) => {
            const digits = target.value.replaceAll(/\D/g, '');
            onChange(digits === '' ? undefined : Math.min(SEED_MAX, Number(digits)));
          }}
          className="text-sm!"
        />
        <IconButton
          label={t`Draw a seed`}
          icon={<Dices aria-hidden="true" className="size-4" />}
          onClick={() => onChange(drawSeed())}
        />
      </div>
    </Field>
  );
};
