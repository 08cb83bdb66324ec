import { Trans, useLingui } from '@lingui/react/macro';
import { formatSeconds } from '../../format.ts';
import { ChoiceRow } from '../../ui/choice-row.tsx';

export type FilmSeconds = 5 | 10;

type LengthChoiceProps = { value: FilmSeconds; onValueChange: (seconds: FilmSeconds) => void };

/** How long a film is: the two lengths there are. */
export const LengthChoice = ({ value, onValueChange }: LengthChoiceProps) => {
  const { t } = useLingui();
  return (
    <div className="grid content-start gap-1.5">
      <span aria-hidden="true" className="text-sm font-medium text-ink-2">
        <Trans>Length</Trans>
      </span>
      <ChoiceRow
        label={t`Length`}
        value={value === 5 ? '5' : '10'}
        onValueChange={(seconds) => onValueChange(seconds === '5' ? 5 : 10)}
        options={[
          { value: '5', label: formatSeconds(5) },
          { value: '10', label: formatSeconds(10) },
        ]}
      />
    </div>
  );
};
