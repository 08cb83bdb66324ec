import { Field, Input } from '../../ui/field.tsx';

type NumberFieldProps = {
  label: string;
  hint: string;
  /** The largest there is; nothing longer can be typed. */
  max: number;
  value: string;
  onText: (digits: string) => void;
};

/** Where an operator types a whole number. */
export const NumberField = ({ label, hint, max, value, onText }: NumberFieldProps) => (
  <Field label={label} hint={hint}>
    <Input
      data-autofocus
      inputMode="numeric"
      autoComplete="off"
      dir="ltr"
      value={value}
      onChange={(event) => onText(event.target.value.replaceAll(/\D/g, '').slice(0, String(max).length))}
    />
  </Field>
);
