import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { NAME_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Me } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AccountSection } from './account-section.tsx';

const ROWS = 'grid gap-5 p-4 sm:p-5';

const Waiting = () => (
  <div className={ROWS} aria-busy="true">
    {[0, 1].map((row) => (
      <div key={row} className="grid gap-1.5">
        <Skeleton className="my-0.5 h-4 w-20" />
        <Skeleton className="h-10" />
        <Skeleton className="my-0.5 h-3.5 w-48" />
      </div>
    ))}
    <Skeleton className="h-10 w-20" />
  </div>
);

const ProfileForm = ({ me }: { me: Me }) => {
  const { t } = useLingui();
  const [name, setName] = useState(me.name);
  const cache = useQueryClient();
  const toast = useToast();
  const save = useMutation({
    mutationFn: api.renameMe,
    onSuccess: (saved) => {
      cache.setQueryData(keys.me, saved);
      setName(saved.name);
      toast({ title: t`Your name is saved`, tone: 'good' });
    },
  });
  const wish = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish !== '' && wish !== me.name && !save.isPending) save.mutate(wish);
  };
  const fault = save.error ? messageOf(save.error) : undefined;
  return (
    <form noValidate onSubmit={submit} className={ROWS}>
      <Field
        label={t`Name`}
        hint={t`How the studio calls you.`}
        error={wish === '' ? t`Write at least one letter.` : fault}
      >
        <Input
          name="name"
          autoComplete="name"
          maxLength={NAME_MAX_CHARS}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            if (save.isError) save.reset();
          }}
        />
      </Field>
      <Field label={t`E-mail`} hint={t`You sign in with it. It cannot be changed here yet.`}>
        <Input
          readOnly
          type="email"
          value={me.email ?? ''}
          placeholder={t`None`}
          className="border-line! bg-sunken text-ink-2"
        />
      </Field>
      <Button
        type="submit"
        variant="solid"
        className="justify-self-start"
        disabled={wish === '' || wish === me.name}
        loading={save.isPending}
      >
        <Trans>Save</Trans>
      </Button>
    </form>
  );
};

/** Name and address. */
export const ProfileSection = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  return (
    <AccountSection title={t`Profile`} about={t`Your name, and the address that is yours.`}>
      <Card>{me ? <ProfileForm me={me} /> : <Waiting />}</Card>
    </AccountSection>
  );
};
