import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { NAME_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { ApiTokenList } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Secret } from '../../ui/secret.tsx';

/** A name first, then the token, this once. A click beside the dialog does not lose it. */
export const NewTokenDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const [name, setName] = useState('');
  const cache = useQueryClient();
  const formId = useId();
  const make = useMutation({
    mutationFn: api.createToken,
    // A token must not stay in memory longer than it is looked at.
    gcTime: 0,
    onSuccess: ({ item }) => {
      cache.setQueryData<ApiTokenList>(keys.tokens, (list) => list && { items: [item, ...list.items] });
      void cache.invalidateQueries({ queryKey: keys.tokens });
    },
  });
  const made = make.data;
  const wish = name.trim();
  const close = () => {
    setName('');
    make.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wish !== '' && !make.isPending) make.mutate(wish);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      closesOnBackdrop={made === undefined}
      title={made ? 'Copy it now' : 'New token'}
      description={
        made
          ? 'It is not shown again: only a fingerprint of it is kept here.'
          : 'Name it after the program that will use it.'
      }
      footer={
        made ? (
          <Button variant="solid" onClick={close}>
            I have kept it
          </Button>
        ) : (
          <>
            <Button onClick={close}>Not now</Button>
            <Button type="submit" form={formId} variant="solid" disabled={wish === ''} loading={make.isPending}>
              Make token
            </Button>
          </>
        )
      }
    >
      {made ? (
        <Secret label={made.item.name} value={made.token}>
          Keep it like a password: who holds it can spend your credits. Send it as “Authorization: Bearer …”.
        </Secret>
      ) : (
        <form id={formId} noValidate onSubmit={submit}>
          <Field
            label="Name"
            hint={`Up to ${NAME_MAX_CHARS} characters.`}
            error={make.error ? messageOf(make.error) : undefined}
          >
            <Input
              data-autofocus
              autoComplete="off"
              maxLength={NAME_MAX_CHARS}
              placeholder="Nightly podcast"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                if (make.isError) make.reset();
              }}
            />
          </Field>
        </form>
      )}
    </Dialog>
  );
};
