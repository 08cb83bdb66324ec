import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { OWN_KEY_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { OWN_KEY_REGIONAL } from '../../../../worker/contract/own-key-providers.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import type { OwnKey, OwnKeyProvider } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { VENDOR_FACTS } from './vendor-facts.ts';

type OwnKeyDialogProps = {
  provider: OwnKeyProvider;
  /** The key that stands there now. */
  present: OwnKey | undefined;
  onSaved: (key: OwnKey) => void;
  onClose: () => void;
};

const isAbout = (error: Error, pointer: string): boolean =>
  error instanceof ApiError && error.errors[0]?.pointer === pointer;

/** A key is pasted, the vendor is asked, and only what he takes is kept. A click beside the dialog does not lose it. */
export const OwnKeyDialog = ({ provider, present, onSaved, onClose }: OwnKeyDialogProps) => {
  const { t } = useLingui();
  const formId = useId();
  const { name, keysUrl } = VENDOR_FACTS[provider];
  const isRegional = OWN_KEY_REGIONAL.includes(provider);
  const [apiKey, setApiKey] = useState('');
  const [region, setRegion] = useState(present?.region ?? '');
  const save = useMutation({
    mutationFn: () => api.saveOwnKey(provider, { apiKey: apiKey.trim(), ...(isRegional ? { region } : {}) }),
    // What was sent is not kept in memory.
    gcTime: 0,
    onSuccess: onSaved,
  });
  const isWhole = apiKey.trim() !== '' && (!isRegional || region.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole && !save.isPending) save.mutate();
  };
  const edit = (set: (text: string) => void) => (text: string) => {
    set(text);
    if (save.isError) save.reset();
  };
  const regionFault = save.error && isAbout(save.error, '/region') ? messageOf(save.error) : undefined;
  const keyFault = save.error && regionFault === undefined ? messageOf(save.error) : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      closesOnBackdrop={false}
      title={present ? t`Replace the key of ${name}` : t`Add a key of ${name}`}
      description={t`It is tested by a call to ${name}, then sealed. Nobody can read it again, not even you.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          <Button type="submit" form={formId} variant="solid" disabled={!isWhole} loading={save.isPending}>
            <Trans>Test and keep</Trans>
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <Field
          label={t`API key`}
          hint={
            keysUrl ? (
              <a href={keysUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
                <Trans>Where {name} shows it</Trans>
              </a>
            ) : (
              t`As ${name} gave it to you.`
            )
          }
          error={keyFault}
        >
          <Input
            data-autofocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            maxLength={OWN_KEY_MAX_CHARS}
            readOnly={save.isPending}
            value={apiKey}
            onChange={(event) => edit(setApiKey)(event.target.value)}
            className="font-mono"
          />
        </Field>
        {isRegional && (
          <Field label={t`Region`} hint={t`Of the resource, in one word: westeurope, eastus.`} error={regionFault}>
            <Input
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              dir="ltr"
              readOnly={save.isPending}
              value={region}
              onChange={(event) => edit(setRegion)(event.target.value)}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
};
