import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { WEBHOOK_DESCRIPTION_MAX_CHARS, WEBHOOK_URL_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import type { Webhook, WebhookEvent } from '../../api/wire.ts';
import { isOwnMachine } from '../../app/own-machine.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { EVENT_WORDS } from './webhook-words.ts';

const EVENTS = Object.keys(EVENT_WORDS) as WebhookEvent[];

export type WebhookWish = Pick<Webhook, 'url' | 'description' | 'events'>;

type WebhookDialogProps = {
  /** The one that is changed; undefined for a new one. */
  present: Webhook | undefined;
  onSave: (wish: WebhookWish) => Promise<void>;
  onClose: () => void;
};

/** Where to, what of, and what it is called. What was typed is not lost by a click beside the dialog. */
export const WebhookDialog = ({ present, onSave, onClose }: WebhookDialogProps) => {
  const { t } = useLingui();
  const formId = useId();
  const [wish, setWish] = useState<WebhookWish>(
    present ?? { url: '', description: '', events: ['job.completed', 'job.failed'] },
  );
  const save = useMutation({ mutationFn: () => onSave({ ...wish, url: wish.url.trim() }) });
  const isWhole = wish.url.trim() !== '' && wish.events.length > 0;
  const edit = (change: Partial<WebhookWish>) => {
    setWish({ ...wish, ...change });
    if (save.isError) save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole && !save.isPending) save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      closesOnBackdrop={false}
      title={present ? t`Change this webhook` : t`New webhook`}
      description={t`Your server gets a signed POST whenever one of these happens.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          <Button type="submit" form={formId} variant="solid" disabled={!isWhole} loading={save.isPending}>
            {present ? <Trans>Save</Trans> : <Trans>Add webhook</Trans>}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-5">
        <Field
          label={t`Address`}
          hint={
            isOwnMachine()
              ? t`On this machine: https://receiver.ozvena.example and any path.`
              : t`It begins with https:// and leads to a host on the internet.`
          }
          error={save.error ? messageOf(save.error) : undefined}
        >
          <Input
            data-autofocus
            type="url"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
            maxLength={WEBHOOK_URL_MAX_CHARS}
            value={wish.url}
            onChange={(event) => edit({ url: event.target.value })}
          />
        </Field>
        <Field label={t`What it is for`} hint={t`For yourself. It may stay empty.`}>
          <Input
            autoComplete="off"
            maxLength={WEBHOOK_DESCRIPTION_MAX_CHARS}
            placeholder={t`Publishes finished episodes`}
            value={wish.description}
            onChange={(event) => edit({ description: event.target.value })}
          />
        </Field>
        <fieldset className="grid gap-3">
          <legend className="mb-3 text-sm font-medium text-ink-2">
            <Trans>It hears when</Trans>
          </legend>
          {EVENTS.map((event) => (
            <Switch
              key={event}
              label={t(EVENT_WORDS[event])}
              hint={<code className="font-mono">{event}</code>}
              checked={wish.events.includes(event)}
              onCheckedChange={(isOn) =>
                edit({ events: EVENTS.filter((one) => (one === event ? isOn : wish.events.includes(one))) })
              }
            />
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
};
