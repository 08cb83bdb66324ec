import { useLingui } from '@lingui/react/macro';
import type { ImageStyle } from '../../api/wire.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { STYLE_NAMES, STYLES } from './options.ts';

const NONE = '';

type StyleChoiceProps = { value: ImageStyle | undefined; onValueChange: (style: ImageStyle | undefined) => void };

/** A manner of drawing, or none but what the description says. */
export const StyleChoice = ({ value, onValueChange }: StyleChoiceProps) => {
  const { t } = useLingui();
  return (
    <Field label={t`Style`} className="content-start">
      <Select
        options={[
          { value: NONE, label: t`As described` },
          ...STYLES.map((style) => ({ value: style, label: t(STYLE_NAMES[style]) })),
        ]}
        value={value ?? NONE}
        onValueChange={(picked) => onValueChange(STYLES.find((style) => style === picked))}
        className="w-full"
      />
    </Field>
  );
};
