import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { EMAIL_MAX_CHARS, SIGN_IN_CODE_DIGITS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { ownAccount } from '../../api/own-account.ts';
import { keys } from '../../api/queries.ts';
import type { CodeSent } from '../../api/wire.ts';
import { formatClockTime } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { CodeInput } from '../../ui/code-input.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useStepUp } from '../second-factor/use-step-up.tsx';
import { DemoMailbox } from '../sign-in/demo-mailbox.tsx';
import { digitsOf, looksLikeEmail } from '../sign-in/sign-in-words.ts';

type StepProps<Done> = { formId: string; onBusy: (busy: boolean) => void; onDone: (done: Done) => void };

/** Which address it is to be. */
const AddressStep = ({
  formId,
  stepUp,
  onDone,
  onBusy,
}: StepProps<CodeSent> & Pick<ReturnType<typeof useStepUp>, 'stepUp'>) => {
  const { t } = useLingui();
  const [email, setEmail] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const ask = useMutation({
    mutationFn: (address: string) => stepUp((code) => ownAccount.askForEmail(address, code)),
    onMutate: () => onBusy(true),
    onSettled: () => onBusy(false),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ask.isPending) return;
    if (looksLikeEmail(email)) ask.mutate(email.trim());
    else setIncomplete(true);
  };
  const fault = incomplete ? t`Write the whole address, like ada@example.com.` : undefined;
  return (
    <form id={formId} noValidate onSubmit={submit}>
      <Field
        label={t`New address`}
        hint={t`We send a code there, to see that it is yours.`}
        error={fault ?? (ask.error ? messageOf(ask.error) : undefined)}
        className="min-h-[5.75rem] content-start"
      >
        <Input
          data-autofocus
          type="email"
          name="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          maxLength={EMAIL_MAX_CHARS}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setIncomplete(false);
            if (ask.isError) ask.reset();
          }}
        />
      </Field>
    </form>
  );
};

/** The code that lies in the new address's mail. The sixth digit sends it. */
const ProofStep = ({ formId, sent, onDone, onBusy }: StepProps<string> & { sent: CodeSent }) => {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const cache = useQueryClient();
  const take = useMutation({
    mutationFn: (digits: string) => ownAccount.takeEmail(sent.email, digits),
    onMutate: () => onBusy(true),
    onSettled: () => onBusy(false),
    onSuccess: (me) => {
      cache.setQueryData(keys.me, me);
      onDone(sent.email);
    },
    onError: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  const change = (text: string) => {
    if (take.isPending) return;
    const digits = digitsOf(text, SIGN_IN_CODE_DIGITS);
    setCode(digits);
    if (take.isError) take.reset();
    if (digits.length === SIGN_IN_CODE_DIGITS && digits !== code) take.mutate(digits);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.length === SIGN_IN_CODE_DIGITS && !take.isPending) take.mutate(code);
    else field.current?.focus();
  };
  const until = formatClockTime(sent.expiresAt);
  return (
    <form id={formId} noValidate onSubmit={submit} className="grid gap-2">
      <Field
        label={t`Six-digit code`}
        hint={t`It works until ${until}.`}
        error={take.error ? messageOf(take.error) : undefined}
        className="min-h-[7.25rem] content-start"
      >
        <CodeInput
          ref={field}
          readOnly={take.isPending}
          value={code}
          onChange={(event) => change(event.target.value)}
        />
      </Field>
      <div className="-ms-3">
        <DemoMailbox email={sent.email} />
      </div>
    </form>
  );
};

/** Another address: which one, then the code from its mail. The old one stays until the code is given. */
export const EmailDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useLingui();
  const [sent, setSent] = useState<CodeSent>();
  const [busy, setBusy] = useState(false);
  const { stepUp, dialog } = useStepUp();
  const formId = useId();
  const toast = useToast();
  const email = sent?.email ?? '';
  return (
    <>
      <Dialog
        open
        onClose={onClose}
        closesOnBackdrop={false}
        title={sent ? t`Look in your mail` : t`Another address`}
        description={
          sent ? t`A code is on its way to ${email}.` : t`You stay signed in everywhere. The old address is told.`
        }
        footer={
          <>
            <Button onClick={onClose}>
              <Trans>Not now</Trans>
            </Button>
            <Button type="submit" form={formId} variant="solid" loading={busy}>
              {sent ? <Trans>Take this address</Trans> : <Trans>Send code</Trans>}
            </Button>
          </>
        }
      >
        {sent ? (
          <ProofStep
            formId={formId}
            sent={sent}
            onBusy={setBusy}
            onDone={(address) => {
              toast({ title: t`Your address is changed`, detail: address, tone: 'good' });
              onClose();
            }}
          />
        ) : (
          <AddressStep formId={formId} stepUp={stepUp} onBusy={setBusy} onDone={setSent} />
        )}
      </Dialog>
      {dialog}
    </>
  );
};
