import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { SCRIPT_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { formatNumber } from '../../format.ts';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { cx } from '../../ui/cx.ts';
import type { Draft } from './draft.ts';
import type { ScriptFacts } from './script-facts.ts';

type EditorHeadProps = { mode: Draft['mode']; facts: ScriptFacts; onMode: (mode: Draft['mode']) => void };

/** Above the words: as one script or in scenes, and how long they are. */
export const EditorHead = ({ mode, facts, onMode }: EditorHeadProps) => {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 sm:px-6">
      <h1 className="text-xl font-semibold">
        <Trans>Speech</Trans>
      </h1>
      <ChoiceRow
        label={t`Script or scenes`}
        value={mode}
        onValueChange={onMode}
        options={[
          { value: 'script', label: t`Script` },
          { value: 'scenes', label: t`Scenes` },
        ]}
      />
      <Count facts={facts} />
    </div>
  );
};

/** How long it is: as it is priced, as the vendor counts it, and in how many pieces it is spoken. */
const Count = ({ facts: { chars, inUnit, pieces } }: { facts: ScriptFacts }) => {
  const { t } = useLingui();
  const amount = formatNumber(inUnit?.amount ?? 0);
  return (
    <p className="ms-auto flex flex-wrap justify-end gap-x-3 text-end text-xs whitespace-nowrap text-ink-3">
      {pieces > 1 && (
        <span className="max-sm:sr-only">{plural(pieces, { one: 'about # piece', other: 'about # pieces' })}</span>
      )}
      {inUnit && <span>{inUnit.unit === 'utf8_bytes' ? t`${amount} bytes` : t`${amount} units, Han as two`}</span>}
      <span className={cx(chars > SCRIPT_MAX_CHARS && 'font-semibold text-danger')}>
        {formatNumber(chars)} / {formatNumber(SCRIPT_MAX_CHARS)}
      </span>
    </p>
  );
};
