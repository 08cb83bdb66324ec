import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { ownAccount } from '../../api/own-account.ts';
import { keys } from '../../api/queries.ts';
import type { Me } from '../../api/wire.ts';
import { formatDay } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useStepUp } from '../second-factor/use-step-up.tsx';
import { KeepAccountButton } from '../studio/keep-account-button.tsx';
import { AccountSection } from './account-section.tsx';

/** What has to be typed, so that nobody ends an account by a slip: its address, or its name where it has none. */
const proofOf = (me: Me): string => me.email ?? me.name;

const DeletionDialog = ({ me, onClose }: { me: Me; onClose: () => void }) => {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const cache = useQueryClient();
  const formId = useId();
  const { stepUp, dialog } = useStepUp();
  const plan = useMutation({
    mutationFn: () => stepUp((code) => ownAccount.planDeletion(code)),
    onSuccess: (planned) => {
      cache.setQueryData(keys.me, planned);
      void cache.invalidateQueries({ queryKey: keys.sessions });
      onClose();
    },
  });
  const proof = proofOf(me);
  const isProven = typed.trim().toLowerCase() === proof.toLowerCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isProven && !plan.isPending) plan.mutate();
  };
  return (
    <>
      <Dialog
        open
        onClose={onClose}
        title={t`Delete your account?`}
        description={t`It will be gone in 30 days. Until then everything works, and you can change your mind.`}
        footer={
          <>
            <Button onClick={onClose}>
              <Trans>Keep it</Trans>
            </Button>
            <Button type="submit" form={formId} variant="danger" disabled={!isProven} loading={plan.isPending}>
              <Trans>Delete my account</Trans>
            </Button>
          </>
        }
      >
        <form id={formId} noValidate onSubmit={submit}>
          <Field
            label={t`To go on, type ${proof}`}
            hint={t`Your other devices are signed out at once.`}
            error={plan.error ? messageOf(plan.error) : undefined}
          >
            <Input
              data-autofocus
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                if (plan.isError) plan.reset();
              }}
            />
          </Field>
        </form>
      </Dialog>
      {dialog}
    </>
  );
};

const Planned = ({ dueAt }: { dueAt: number }) => {
  const day = formatDay(dueAt);
  return (
    <>
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          Your account will be deleted on <b className="font-semibold text-ink">{day}</b>. Until then everything works.
        </Trans>
      </p>
      <KeepAccountButton variant="solid" />
    </>
  );
};

/** The end of the account: what it means, and the way there and back. */
export const DeletionSection = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  return (
    <AccountSection title={t`Delete the account`} about={t`For good, after 30 days in which you can come back.`}>
      <Card className="grid justify-items-start gap-4 p-4 sm:p-5">
        {me === undefined ? (
          <Skeleton className="h-24 w-full" />
        ) : me.deletion ? (
          <Planned dueAt={me.deletion.dueAt} />
        ) : (
          <>
            <ul className="grid max-w-[60ch] list-disc gap-1 ps-4 text-sm text-ink-2">
              <li>
                <Trans>Your name, address, texts and files are removed, and you cannot sign in any more.</Trans>
              </li>
              <li>
                <Trans>What is still being made is stopped; credits that are left are lost.</Trans>
              </li>
              <li>
                <Trans>A plan ends with its cycle and is not charged again, also if you change your mind.</Trans>
              </li>
              <li>
                <Trans>The books of your credits stay, without your name.</Trans>
              </li>
            </ul>
            <Button variant="danger" onClick={() => setAsking(true)}>
              <Trans>Delete my account</Trans>
            </Button>
          </>
        )}
      </Card>
      {asking && me && <DeletionDialog me={me} onClose={() => setAsking(false)} />}
    </AccountSection>
  );
};
