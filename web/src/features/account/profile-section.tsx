import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { NAME_MAX_CHARS, PURPOSE_NOTE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Me, Purpose } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AccountSection } from './account-section.tsx';
import { PURPOSE_WORDS, PURPOSES } from './purpose-words.ts';

const ROWS = 'grid gap-5 p-4 sm:p-5';
const UNSAID = '';

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
  const [purpose, setPurpose] = useState<Purpose | typeof UNSAID>(me.purpose ?? UNSAID);
  const [note, setNote] = useState(me.purposeNote ?? '');
  const cache = useQueryClient();
  const toast = useToast();
  const wished = {
    name: name.trim(),
    ...(purpose === UNSAID ? {} : { purpose }),
    ...(purpose === 'other' && note.trim() !== '' ? { purposeNote: note.trim() } : {}),
  };
  const isNews =
    wished.name !== me.name ||
    (wished.purpose ?? null) !== me.purpose ||
    (wished.purposeNote ?? null) !== me.purposeNote;
  const save = useMutation({
    mutationFn: () => api.updateProfile(wished),
    onSuccess: (saved) => {
      cache.setQueryData(keys.me, saved);
      setName(saved.name);
      toast({ title: t`Your profile is saved`, tone: 'good' });
    },
  });
  const edit = (change: () => void) => {
    change();
    if (save.isError) save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wished.name !== '' && isNews && !save.isPending) save.mutate();
  };
  const fault = save.error ? messageOf(save.error) : undefined;
  const options = PURPOSES.map((value) => ({ value, label: t(PURPOSE_WORDS[value]) }));
  return (
    <form noValidate onSubmit={submit} className={ROWS}>
      <Field
        label={t`Name`}
        hint={t`How the studio calls you.`}
        error={wished.name === '' ? t`Write at least one letter.` : fault}
      >
        <Input
          name="name"
          autoComplete="name"
          maxLength={NAME_MAX_CHARS}
          value={name}
          onChange={(event) => edit(() => setName(event.target.value))}
        />
      </Field>
      <Field label={t`What you make`} hint={t`It helps us to know what to build next.`}>
        <Select
          className="w-full"
          options={me.purpose === null ? [{ value: UNSAID, label: t`Not said` }, ...options] : options}
          value={purpose}
          onValueChange={(value) => edit(() => setPurpose(PURPOSES.find((known) => known === value) ?? UNSAID))}
        />
      </Field>
      {purpose === 'other' && (
        <Field label={t`In your words`}>
          <Input
            maxLength={PURPOSE_NOTE_MAX_CHARS}
            value={note}
            onChange={(event) => edit(() => setNote(event.target.value))}
          />
        </Field>
      )}
      <Button
        type="submit"
        variant="solid"
        className="justify-self-start"
        disabled={wished.name === '' || !isNews}
        loading={save.isPending}
      >
        <Trans>Save</Trans>
      </Button>
    </form>
  );
};

/** How one is called, and what one makes. */
export const ProfileSection = ({ me }: { me: Me | undefined }) => {
  const { t } = useLingui();
  return (
    <AccountSection title={t`Profile`} about={t`How you are called here, and what you are here for.`}>
      <Card>{me ? <ProfileForm me={me} /> : <Waiting />}</Card>
    </AccountSection>
  );
};
