import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { NAME_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../../../worker/contract/permissions.ts';
import { Field, Input } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { CapField } from './cap-field.tsx';

/** What a token is asked for with. The caps, ever and of a day, as they are typed: empty for none. */
export type TokenWish = { name: string; scopes: TokenScope[]; cap: string; dailyCap: string };

export const FIRST_WISH: TokenWish = { name: '', scopes: [...TOKEN_SCOPES], cap: '', dailyCap: '' };

export const SCOPE_WORDS = {
  read: { label: msg`Look`, hint: msg`Jobs, files, balance and history.` },
  generate: { label: msg`Spend credits`, hint: msg`Create and cancel jobs.` },
  admin: { label: msg`Manage the account`, hint: msg`Profile, sessions and other tokens.` },
} as const satisfies Record<TokenScope, object>;

export const isComplete = ({ name, scopes }: TokenWish): boolean => name.trim() !== '' && scopes.length > 0;

type TokenWishFieldsProps = { wish: TokenWish; onChange: (wish: TokenWish) => void; error: string | undefined };

/** Name, scopes and caps of a token to be made. */
export const TokenWishFields = ({ wish, onChange, error }: TokenWishFieldsProps) => {
  const { t, i18n } = useLingui();
  const toggle = (scope: TokenScope, isOn: boolean) =>
    onChange({ ...wish, scopes: TOKEN_SCOPES.filter((one) => (one === scope ? isOn : wish.scopes.includes(one))) });
  return (
    <div className="grid gap-5">
      <Field
        label={t({ message: 'Name', context: 'token' })}
        hint={t`Up to ${NAME_MAX_CHARS} characters.`}
        error={error}
      >
        <Input
          data-autofocus
          autoComplete="off"
          maxLength={NAME_MAX_CHARS}
          placeholder={t`Nightly podcast`}
          value={wish.name}
          onChange={(event) => onChange({ ...wish, name: event.target.value })}
        />
      </Field>
      <fieldset className="grid gap-3">
        <legend className="mb-3 text-sm font-medium text-ink-2">
          <Trans>It may</Trans>
        </legend>
        {TOKEN_SCOPES.map((scope) => (
          <Switch
            key={scope}
            label={i18n._(SCOPE_WORDS[scope].label)}
            hint={i18n._(SCOPE_WORDS[scope].hint)}
            checked={wish.scopes.includes(scope)}
            onCheckedChange={(isOn) => toggle(scope, isOn)}
          />
        ))}
      </fieldset>
      <CapField
        label={t`At most, in credits`}
        hint={t`All it may ever spend. Empty: as much as the account has.`}
        disabled={!wish.scopes.includes('generate')}
        value={wish.cap}
        onChange={(cap) => onChange({ ...wish, cap })}
      />
      <CapField
        label={t`At most a day, in credits`}
        hint={t`A day begins at 00:00 UTC.`}
        disabled={!wish.scopes.includes('generate')}
        value={wish.dailyCap}
        onChange={(dailyCap) => onChange({ ...wish, dailyCap })}
      />
    </div>
  );
};
