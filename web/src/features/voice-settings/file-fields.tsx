import { useLingui } from '@lingui/react/macro';
import type { Vendor } from '../../api/wire.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { BITRATES_KBPS, type Draft } from '../speech/draft.ts';
import { fitDraftFormat } from '../speech/fit-draft.ts';
import { formatName } from './control-words.ts';

/** What the server takes where nothing is said. */
const PLAIN_KBPS = 128;
const HIGH_KBPS = 192;

type FileFieldsProps = { vendor: Vendor; draft: Draft; onChange: (change: Partial<Draft>) => void };

/** What kind of file comes of it. */
export const FileFields = ({ vendor, draft, onChange }: FileFieldsProps) => {
  const { t } = useLingui();
  const { formats } = vendor.capabilities;
  const format = fitDraftFormat(draft, vendor);
  return (
    <div className="grid grid-cols-2 gap-3 border-t border-line pt-4">
      <Field label={t`File`}>
        <Select
          disabled={formats.length < 2}
          options={formats.map((value) => ({ value, label: formatName(value) }))}
          value={format}
          onValueChange={(value) => {
            const chosen = formats.find((known) => known === value);
            if (chosen) onChange({ format: chosen });
          }}
        />
      </Field>
      {format === 'mp3' && (
        <Field label={t`Bitrate`}>
          <Select
            options={BITRATES_KBPS.map((kbps) => ({ value: String(kbps), label: t`${kbps} kbit/s` }))}
            value={String(draft.bitrateKbps ?? (draft.hq ? HIGH_KBPS : PLAIN_KBPS))}
            onValueChange={(value) => {
              const bitrateKbps = BITRATES_KBPS.find((kbps) => String(kbps) === value);
              if (bitrateKbps) onChange({ bitrateKbps });
            }}
          />
        </Field>
      )}
    </div>
  );
};
