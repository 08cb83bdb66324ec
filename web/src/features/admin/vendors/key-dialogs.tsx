import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { OWN_KEY_MAX_CHARS, OWN_KEY_MIN_CHARS, VENDOR_LABEL_MAX_CHARS } from '../../../../../worker/contract/limits.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendorView, VendorKey, VendorKeyField } from '../../../api/wire.ts';
import { Field, Input } from '../../../ui/field.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { useStepUp } from '../../second-factor/use-step-up.tsx';
import { OrderDialog } from '../order-dialog.tsx';

type TextProps = {
  label: string;
  hint?: string;
  value: string;
  onText: (text: string) => void;
  maxLength: number;
  /** A key or an address: as it is, from left to right. */
  isCode?: boolean;
  focused?: boolean;
};

const Text = ({ label, hint, value, onText, maxLength, isCode = false, focused = false }: TextProps) => (
  <Field label={label} hint={hint}>
    <Input
      data-autofocus={focused || undefined}
      autoComplete="off"
      spellCheck={false}
      maxLength={maxLength}
      {...(isCode ? { autoCapitalize: 'none', dir: 'ltr' as const } : {})}
      value={value}
      onChange={(event) => onText(event.target.value)}
    />
  </Field>
);

const NO_FIELDS: Record<VendorKeyField, string> = { baseUrl: '', region: '', groupId: '' };

/** One more key of the house: pasted, tested, sealed. */
export const AddKeyDialog = ({ view, onClose }: { view: AdminVendorView; onClose: () => void }) => {
  const { t } = useLingui();
  const { vendor, keyFields } = view;
  const [label, setLabel] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [fields, setFields] = useState(NO_FIELDS);
  const { stepUp, dialog } = useStepUp();
  const words: Record<VendorKeyField, { label: string; hint: string }> = {
    baseUrl: { label: t`Address`, hint: t`Only of a key under another label; otherwise leave it empty.` },
    region: { label: t`Region`, hint: t`Of the resource, in one word: westeurope, eastus.` },
    groupId: { label: t`Group`, hint: t`Only of accounts that have one.` },
  };
  const given = Object.fromEntries(
    keyFields.flatMap((field) => (fields[field] ? [[field, fields[field].trim()]] : [])),
  );
  const isWhole = label.trim() !== '' && apiKey.trim().length >= OWN_KEY_MIN_CHARS;
  return (
    <>
      <OrderDialog
        open
        onClose={onClose}
        title={t`Add a key of ${vendor.name}`}
        go={t`Test and keep`}
        variant="solid"
        ready={isWhole}
        done={t`The key is sealed and kept`}
        order={(reason) => {
          const key = { label: label.trim(), apiKey: apiKey.trim(), ...given, reason };
          return stepUp((code) => vendorApi.addKey(vendor.id, key, code));
        }}
      >
        <Text
          label={t`Label`}
          hint={t`What you will know it by.`}
          value={label}
          onText={setLabel}
          maxLength={VENDOR_LABEL_MAX_CHARS}
          focused
        />
        <Text
          label={t`API key`}
          hint={t`It is tested by a call to the vendor. Nobody can read it again.`}
          value={apiKey}
          onText={setApiKey}
          maxLength={OWN_KEY_MAX_CHARS}
          isCode
        />
        {keyFields.map((field) => (
          <Text
            key={field}
            label={words[field].label}
            hint={words[field].hint}
            value={fields[field]}
            onText={(text) => setFields((known) => ({ ...known, [field]: text }))}
            maxLength={OWN_KEY_MAX_CHARS}
            isCode
          />
        ))}
      </OrderDialog>
      {dialog}
    </>
  );
};

type KeyDialogProps = { vendorId: string; item: VendorKey; onClose: () => void };

/** Another label, or a pause. */
export const ChangeKeyDialog = ({ vendorId, item, onClose }: KeyDialogProps) => {
  const { t } = useLingui();
  const [label, setLabel] = useState(item.label);
  const [isEnabled, setEnabled] = useState(item.isEnabled);
  const { stepUp, dialog } = useStepUp();
  const change = { label: label.trim(), isEnabled };
  return (
    <>
      <OrderDialog
        open
        onClose={onClose}
        title={t`Change the key ${item.label}`}
        go={t`Change key`}
        variant="solid"
        ready={change.label !== '' && (change.label !== item.label || isEnabled !== item.isEnabled)}
        done={t`The key is changed`}
        order={(reason) => stepUp((code) => vendorApi.changeKey(vendorId, item.id, { ...change, reason }, code))}
      >
        <Text label={t`Label`} value={label} onText={setLabel} maxLength={VENDOR_LABEL_MAX_CHARS} focused />
        <Switch
          label={t({ message: 'In use', context: 'vendor or key' })}
          hint={t`A key that pauses finishes what it has begun.`}
          checked={isEnabled}
          onCheckedChange={setEnabled}
        />
      </OrderDialog>
      {dialog}
    </>
  );
};

/** The end of a key, for good. */
export const RetireKeyDialog = ({ vendorId, item, onClose }: KeyDialogProps) => {
  const { t } = useLingui();
  const { stepUp, dialog } = useStepUp();
  return (
    <>
      <OrderDialog
        open
        onClose={onClose}
        title={t`Retire the key ${item.label}?`}
        go={t`Retire`}
        variant="danger"
        done={t`The key is retired`}
        order={(reason) => stepUp((code) => vendorApi.retireKey(vendorId, item.id, reason, code))}
      >
        <p className="text-sm text-ink-2">
          <Trans>
            Nothing is left of it here but its label, and it cannot come back. Calls under way go to their end. At the
            vendor it stays good until you end it there.
          </Trans>
        </p>
      </OrderDialog>
      {dialog}
    </>
  );
};
