import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { NAME_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import type { SignedIn } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Secret } from '../../ui/secret.tsx';
import { WaitingGrant } from '../signup-grant/waiting-grant.tsx';

type WelcomeStepProps = {
  signedIn: SignedIn;
  /** On to the studio at once. */
  onDone: () => void;
  /** On to the rest of the first run. */
  onSetUp: () => void;
};

type Way = 'set_up' | 'studio';
/** The name is given here; what one makes is asked next. */
const FIRST_RUN_GOES_ON = 'purpose';

/** The first time only: how one wants to be called, and the token that is shown this once. */
export const WelcomeStep = ({ signedIn: { me: arrived, token }, onDone, onSetUp }: WelcomeStepProps) => {
  const { t } = useLingui();
  const [me, setMe] = useState(arrived);
  const [name, setName] = useState(me.name);
  const wish = name.trim();
  const save = useMutation({
    mutationFn: (way: Way) =>
      api.updateProfile({ name: wish, onboarding: way === 'set_up' ? FIRST_RUN_GOES_ON : 'done' }),
    onSuccess: (_, way) => (way === 'set_up' ? onSetUp() : onDone()),
  });
  const go = (way: Way) => {
    if (!save.isPending && !save.isSuccess && wish !== '') save.mutate(way);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go('set_up');
  };
  const isGoing = (way: Way) => (save.isPending || save.isSuccess) && save.variables === way;
  return (
    <form noValidate onSubmit={submit} className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold">
          <Trans>Your studio is open</Trans>
        </h1>
        <p className="text-base text-ink-2">
          {me.balanceCredits > 0
            ? plural(me.balanceCredits, {
                one: '# credit is on your account to begin with.',
                other: '# credits are on your account to begin with.',
              })
            : t`One thing before you begin.`}
        </p>
      </div>
      <Field
        label={t`Your name`}
        hint={t`You can change it later, in Account.`}
        error={save.error ? messageOf(save.error) : wish === '' ? t`Write at least one letter.` : undefined}
        className="min-h-[6.75rem] content-start"
      >
        <Input
          name="name"
          autoComplete="name"
          autoFocus
          maxLength={NAME_MAX_CHARS}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setName(event.target.value);
            if (save.isError) save.reset();
          }}
        />
      </Field>
      <WaitingGrant me={me} onGranted={setMe} />
      {token !== null && (
        <Secret label={t`Your first API token`} value={token}>
          <Trans>
            For calling Ozvena from your own programs. It is shown this once, so keep it like a password, or skip it: in
            Account you can make another at any time.
          </Trans>
        </Secret>
      )}
      <div className="grid gap-2">
        <Button type="submit" variant="solid" size="lg" loading={isGoing('set_up')}>
          <Trans>Go on</Trans>
        </Button>
        <Button variant="quiet" loading={isGoing('studio')} onClick={() => go('studio')}>
          <Trans>Open the studio</Trans>
        </Button>
      </div>
    </form>
  );
};
