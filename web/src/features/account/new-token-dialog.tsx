import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { ApiTokenList } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Secret } from '../../ui/secret.tsx';
import { useStepUp } from '../second-factor/use-step-up.tsx';
import { creditsOf } from './cap-field.tsx';
import { FIRST_WISH, isComplete, type TokenWish, TokenWishFields } from './token-wish.tsx';

/** A name first, then the token, this once. A click beside the dialog does not lose it. */
export const NewTokenDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { t } = useLingui();
  const [wish, setWish] = useState(FIRST_WISH);
  const cache = useQueryClient();
  const formId = useId();
  const { stepUp, dialog } = useStepUp();
  const make = useMutation({
    mutationFn: (wished: TokenWish) => {
      const { scopes } = wished;
      const caps = { capCredits: creditsOf(wished.cap), dailyCapCredits: creditsOf(wished.dailyCap) };
      return stepUp((code) => api.createToken({ name: wished.name.trim(), scopes, ...caps }, code));
    },
    // A token must not stay in memory longer than it is looked at.
    gcTime: 0,
    onSuccess: ({ item }) => {
      cache.setQueryData<ApiTokenList>(keys.tokens, (list) => list && { items: [item, ...list.items] });
      void cache.invalidateQueries({ queryKey: keys.tokens });
    },
  });
  const made = make.data;
  const close = () => {
    setWish(FIRST_WISH);
    make.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isComplete(wish) && !make.isPending) make.mutate(wish);
  };
  return (
    <>
      <Dialog
        open={open}
        onClose={close}
        closesOnBackdrop={made === undefined}
        title={made ? t`Copy it now` : t`New token`}
        description={
          made
            ? t`It is not shown again: only a fingerprint of it is kept here.`
            : t`Name it after the program that will use it.`
        }
        footer={
          made ? (
            <Button variant="solid" onClick={close}>
              <Trans>I have kept it</Trans>
            </Button>
          ) : (
            <>
              <Button onClick={close}>
                <Trans>Not now</Trans>
              </Button>
              <Button type="submit" form={formId} variant="solid" disabled={!isComplete(wish)} loading={make.isPending}>
                <Trans>Make token</Trans>
              </Button>
            </>
          )
        }
      >
        {made ? (
          <Secret label={made.item.name} value={made.token}>
            <Trans>
              Keep it like a password: who holds it can spend your credits. Send it as “Authorization: Bearer …”.
            </Trans>
          </Secret>
        ) : (
          <form id={formId} noValidate onSubmit={submit}>
            <TokenWishFields
              wish={wish}
              error={make.error ? messageOf(make.error) : undefined}
              onChange={(next) => {
                setWish(next);
                if (make.isError) make.reset();
              }}
            />
          </form>
        )}
      </Dialog>
      {dialog}
    </>
  );
};
