import { useLingui } from '@lingui/react/macro';
import { countChars } from '../../../../worker/contract/text.ts';
import { formatNumber } from '../../format.ts';
import { Field, Textarea } from '../../ui/field.tsx';

type InstructionsProps = { maxChars: number; value: string; onValueChange: (value: string) => void };

/** How to speak, in one's own words, for a vendor who listens to them. */
export const Instructions = ({ maxChars, value, onValueChange }: InstructionsProps) => {
  const { t } = useLingui();
  const chars = countChars(value);
  const [count, most] = [formatNumber(chars), formatNumber(maxChars)];
  return (
    <Field
      label={t`Instructions`}
      hint={t`How to speak, in plain words.`}
      error={chars > maxChars ? t`At most ${most} characters; these are ${count}.` : undefined}
    >
      <Textarea
        rows={3}
        value={value}
        placeholder={t`Warmly, like a bedtime story.`}
        onChange={(event) => onValueChange(event.target.value)}
        className="text-sm!"
      />
    </Field>
  );
};
