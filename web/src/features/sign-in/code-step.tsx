import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { SIGN_IN_CODE_DIGITS } from '../../../../worker/contract/limits.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import type { SignInOutcome } from '../../api/wire.ts';
import { formatClock, formatClockTime } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { CodeInput } from '../../ui/code-input.tsx';
import { Field } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DemoMailbox } from './demo-mailbox.tsx';
import type { Sent } from './sign-in-state.ts';
import { digitsOf, RESEND_AFTER_MS } from './sign-in-words.ts';

type CodeStepProps = {
  sent: Sent;
  onResent: (sent: Sent) => void;
  onVerified: (outcome: SignInOutcome) => void;
  onOtherAddress: () => void;
};

/** Then the code. The sixth digit sends it; a wrong one stays selected, so that the next typing replaces it. */
export const CodeStep = ({ sent, onResent, onVerified, onOtherAddress }: CodeStepProps) => {
  const { t } = useLingui();
  const { email } = sent;
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const toast = useToast();

  // Who comes back from the mail comes to type, wherever the focus was before.
  useEffect(() => {
    const focus = () => field.current?.focus();
    window.addEventListener('focus', focus);
    return () => window.removeEventListener('focus', focus);
  }, []);

  const verify = useMutation({
    mutationFn: (digits: string) => api.verifyCode(email, digits),
    onSuccess: onVerified,
    onError: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  const resend = useMutation({
    mutationFn: () => api.sendCode(email),
    onSuccess: (again) => {
      onResent({ ...again, sentAt: Date.now() });
      setCode('');
      verify.reset();
      field.current?.focus();
      toast({ title: t`A new code is on its way`, detail: t`The one before it no longer works.`, tone: 'good' });
    },
  });

  const refusedFor = resend.error instanceof ApiError ? (resend.error.retryAfterSeconds ?? 0) * 1_000 : 0;
  const mayResendAt = Math.max(sent.sentAt + RESEND_AFTER_MS, resend.submittedAt + refusedFor);
  const now = useNow(1_000, !verify.isSuccess);
  const secondsLeft = Math.ceil((mayResendAt - now) / 1_000);
  const isOver = now >= sent.expiresAt;

  const busy = verify.isPending || verify.isSuccess;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && code.length === SIGN_IN_CODE_DIGITS) verify.mutate(code);
    else field.current?.focus();
  };
  const change = (text: string) => {
    if (busy) return;
    const digits = digitsOf(text, SIGN_IN_CODE_DIGITS);
    setCode(digits);
    if (verify.isError) verify.reset();
    if (digits.length === SIGN_IN_CODE_DIGITS && digits !== code) verify.mutate(digits);
  };

  const failure = verify.error ?? resend.error;
  return (
    <form noValidate onSubmit={submit} className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold">
          <Trans>Look in your mail</Trans>
        </h1>
        <p className="text-base text-ink-2 wrap-anywhere">
          <Trans>
            A code is on its way to <b className="font-semibold text-ink">{email}</b>.
          </Trans>
        </p>
      </div>
      <Field
        label={t`Six-digit code`}
        hint={
          isOver ? t`This code has run out. Send a new one.` : t`It works until ${formatClockTime(sent.expiresAt)}.`
        }
        error={failure ? messageOf(failure) : undefined}
        className="min-h-[8.25rem] content-start"
      >
        <CodeInput ref={field} readOnly={busy} value={code} onChange={(event) => change(event.target.value)} />
      </Field>
      <Button type="submit" variant="solid" size="lg" loading={busy}>
        {busy ? t`Signing in` : t`Sign in`}
      </Button>
      <div className="-mx-3 -mb-2 grid gap-1">
        <div className="flex flex-wrap justify-between gap-x-2">
          <Button
            variant="quiet"
            size="sm"
            loading={resend.isPending}
            disabled={secondsLeft > 0 || busy}
            onClick={() => resend.mutate()}
          >
            {secondsLeft > 0 ? t`New code in ${formatClock(secondsLeft)}` : t`Send a new code`}
          </Button>
          <Button variant="quiet" size="sm" disabled={busy} onClick={onOtherAddress}>
            <Trans>Use another address</Trans>
          </Button>
        </div>
        <DemoMailbox email={email} />
      </div>
    </form>
  );
};
