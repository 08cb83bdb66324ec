import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { askForEnterprise } from '../../api/plan-queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Textarea } from '../../ui/field.tsx';

const COMPANY_MAX_CHARS = 120;
const MESSAGE_MAX_CHARS = 2_000;
const FIRST_CREDITS = '100000';

/** What a firm tells of itself, for an operator to answer by mail (PLAN-04). */
export const EnterpriseDialog = ({ email, onClose }: { email: string | null; onClose: () => void }) => {
  const { t } = useLingui();
  const form = useId();
  const [company, setCompany] = useState('');
  const [credits, setCredits] = useState(FIRST_CREDITS);
  const [message, setMessage] = useState('');
  const [isTried, setIsTried] = useState(false);
  const ask = useMutation({ mutationFn: askForEnterprise });
  const wish = { company: company.trim(), creditsPerMonth: Number(credits), message: message.trim() };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (wish.company && wish.message && wish.creditsPerMonth > 0 && !ask.isPending) ask.mutate(wish);
  };
  if (ask.isSuccess) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t`Thank you`}
        footer={
          <Button variant="solid" data-autofocus onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        }
      >
        <p role="status" className="text-sm text-ink-2 wrap-anywhere">
          {email === null ? (
            <Trans>We have your request and will answer soon.</Trans>
          ) : (
            <Trans>We have your request and will answer soon, to {email}.</Trans>
          )}
        </p>
      </Dialog>
    );
  }
  const missing = (text: string): string | undefined => (isTried && text === '' ? t`This is missing.` : undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      closesOnBackdrop={false}
      title={t`A plan of your own`}
      description={t`Tell us what you need. A person answers by mail.`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          <Button type="submit" form={form} variant="solid" loading={ask.isPending}>
            <Trans>Send</Trans>
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-4">
        <Field label={t`Company`} error={missing(wish.company)}>
          <Input
            data-autofocus
            autoComplete="organization"
            maxLength={COMPANY_MAX_CHARS}
            value={company}
            onChange={(event) => setCompany(event.target.value)}
          />
        </Field>
        <Field label={t`Credits a month`} error={missing(credits)}>
          <Input
            inputMode="numeric"
            dir="ltr"
            maxLength={8}
            value={credits}
            onChange={(event) => setCredits(event.target.value.replaceAll(/\D/g, '').replace(/^0+/, ''))}
          />
        </Field>
        <Field label={t`What it is for`} error={missing(wish.message)}>
          <Textarea
            rows={4}
            maxLength={MESSAGE_MAX_CHARS}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        <p role="alert" className="-mb-3 min-h-5 text-sm font-medium text-danger wrap-anywhere">
          {ask.error && messageOf(ask.error)}
        </p>
      </form>
    </Dialog>
  );
};
