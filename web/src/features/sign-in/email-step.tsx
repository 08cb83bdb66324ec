import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { EMAIL_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import type { Sent } from './sign-in-state.ts';
import { looksLikeEmail } from './sign-in-words.ts';

type EmailStepProps = { email: string; onSent: (sent: Sent) => void };

/** The address first. */
export const EmailStep = ({ email: known, onSent }: EmailStepProps) => {
  const { t } = useLingui();
  const [email, setEmail] = useState(known);
  const [incomplete, setIncomplete] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: api.sendCode,
    onSuccess: (sent) => onSent({ ...sent, sentAt: Date.now() }),
    onError: () => field.current?.focus(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (send.isPending) return;
    if (looksLikeEmail(email)) return send.mutate(email.trim());
    setIncomplete(true);
    field.current?.focus();
  };
  const fault = incomplete ? t`Write the whole address, like ada@example.com.` : undefined;
  return (
    <form noValidate onSubmit={submit} className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold">
          <Trans>Sign in</Trans>
        </h1>
        <p className="text-base text-ink-2">
          <Trans>We send a six-digit code to your e-mail. There is no password.</Trans>
        </p>
      </div>
      <Field
        label={t`E-mail`}
        hint={t`A new address gets a new account.`}
        error={fault ?? (send.error ? messageOf(send.error) : undefined)}
        className="min-h-[7.25rem] content-start"
      >
        <Input
          ref={field}
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={EMAIL_MAX_CHARS}
          autoFocus
          dir="ltr"
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setIncomplete(false);
            if (send.isError) send.reset();
          }}
          className="h-12"
        />
      </Field>
      <Button type="submit" variant="solid" size="lg" loading={send.isPending}>
        <Trans>Send code</Trans>
      </Button>
    </form>
  );
};
