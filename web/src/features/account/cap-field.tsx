import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { CAP_MAX_CREDITS } from '../../../../worker/contract/limits.ts';
import { Field, Input } from '../../ui/field.tsx';

const CAP_MAX_DIGITS = String(CAP_MAX_CREDITS).length - 1;

/** A cap in credits as it was typed; null for none. Only digits can be typed. */
export const creditsOf = (typed: string): number | null => (Number(typed) > 0 ? Number(typed) : null);

type CapFieldProps = {
  label: string;
  hint: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  value: string;
  onChange: (value: string) => void;
};

/** How many credits at most; empty for no limit. */
export const CapField = ({ label, hint, error, disabled = false, value, onChange }: CapFieldProps) => {
  const { t } = useLingui();
  return (
    <Field label={label} hint={hint} error={error}>
      <Input
        inputMode="numeric"
        autoComplete="off"
        dir="ltr"
        placeholder={t`No limit`}
        disabled={disabled}
        value={value}
        onChange={(event) => onChange(event.target.value.replaceAll(/\D/g, '').slice(0, CAP_MAX_DIGITS))}
      />
    </Field>
  );
};
