import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { TEMPLATE_MAX_CHARS, VENDOR_LABEL_MAX_CHARS } from '../../../../../worker/contract/limits.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { VendorKey, VoiceTemplate } from '../../../api/wire.ts';
import { Field, Input, Textarea } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { OrderDialog } from '../order-dialog.tsx';

type TemplateDialogProps = {
  vendorId: string;
  keys: readonly VendorKey[];
  /** The one to be changed; undefined for a new one. */
  template: VoiceTemplate | undefined;
  onClose: () => void;
};

const idsIn = (text: string): string[] => text.split(/[\s,]+/).filter((id) => id !== '');

/** A name, a key, and the voices that it is to speak. */
export const TemplateDialog = ({ vendorId, keys, template, onClose }: TemplateDialogProps) => {
  const { t } = useLingui();
  const [name, setName] = useState(template?.name ?? '');
  const isKept = keys.some(({ id }) => id === template?.keyId);
  const [keyId, setKeyId] = useState((isKept && template?.keyId) || (keys[0]?.id ?? ''));
  const [text, setText] = useState(template?.voiceIds.join('\n') ?? '');
  const voiceIds = idsIn(text);
  const options = keys.map(({ id, label, hint }) => ({ value: id, label: `${label} · …${hint}` }));
  return (
    <OrderDialog
      open
      onClose={onClose}
      title={template ? t`Change ${template.name}` : t`Assign voices to a key`}
      go={t`Assign`}
      variant="solid"
      ready={name.trim() !== '' && voiceIds.length > 0}
      done={t`The voices are assigned`}
      order={(reason) => vendorApi.setTemplate(vendorId, { name: name.trim(), keyId, voiceIds }, reason)}
    >
      <Field label={t({ message: 'Name', context: 'voice template' })}>
        <Input
          data-autofocus={template ? undefined : true}
          autoComplete="off"
          maxLength={VENDOR_LABEL_MAX_CHARS}
          readOnly={template !== undefined}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t`Key`}>
        <Select options={options} value={keyId} onValueChange={setKeyId} className="w-full" />
      </Field>
      <Field label={t`Voices`} hint={t`Their ids, one a line: ${`${vendorId}:…`}`}>
        <Textarea
          rows={5}
          dir="ltr"
          spellCheck={false}
          maxLength={TEMPLATE_MAX_CHARS}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="font-mono text-sm"
        />
      </Field>
    </OrderDialog>
  );
};
