import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { SECOND_FACTOR_CODE_MAX_CHARS, TOTP_DIGITS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { CodeInput } from '../../ui/code-input.tsx';
import { Field } from '../../ui/field.tsx';
import { digitsOf } from '../sign-in/sign-in-words.ts';

type CodeEntryProps = {
  /** So that a button outside of the form can send it. */
  formId: string;
  busy: boolean;
  error: Error | null;
  /** Whether a recovery code does as well. */
  takesRecovery: boolean;
  onCode: (code: string) => void;
  /** The code is another one now: what was said of the last is over. */
  onEdit: () => void;
};

type Kind = 'app' | 'recovery';

/**
 * Where a code of the second factor is typed: six digits, the last of which sends them, or a recovery code. A wrong one
 * stays selected, so that the next typing replaces it.
 */
export const CodeEntry = ({ formId, busy, error, takesRecovery, onCode, onEdit }: CodeEntryProps) => {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>('app');
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isApp = kind === 'app';

  useEffect(() => {
    if (error === null) return;
    field.current?.focus();
    field.current?.select();
  }, [error]);

  const change = (text: string) => {
    if (busy) return;
    const typed = isApp ? digitsOf(text, TOTP_DIGITS) : text.slice(0, SECOND_FACTOR_CODE_MAX_CHARS);
    setCode(typed);
    if (error !== null) onEdit();
    if (isApp && typed.length === TOTP_DIGITS && typed !== code) onCode(typed);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isWhole = isApp ? code.length === TOTP_DIGITS : code.trim() !== '';
    if (isWhole && !busy) onCode(code);
    else field.current?.focus();
  };
  const turn = () => {
    setKind(isApp ? 'recovery' : 'app');
    setCode('');
    onEdit();
    field.current?.focus();
  };

  return (
    <form id={formId} noValidate onSubmit={submit} className="grid gap-2">
      <Field
        label={isApp ? t`Code of your app` : t`Recovery code`}
        hint={isApp ? t`Six digits. A new one comes every 30 seconds.` : t`One of the ten you kept. It works once.`}
        error={error ? messageOf(error) : undefined}
        className="min-h-[8.25rem] content-start"
      >
        <CodeInput
          ref={field}
          data-autofocus
          digits={isApp}
          readOnly={busy}
          value={code}
          onChange={(event) => change(event.target.value)}
        />
      </Field>
      {takesRecovery && (
        <Button variant="quiet" size="sm" disabled={busy} onClick={turn} className="-ms-3 justify-self-start">
          {isApp ? <Trans>Use a recovery code</Trans> : <Trans>Use the app</Trans>}
        </Button>
      )}
    </form>
  );
};
