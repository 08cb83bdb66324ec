import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { CodeEntry } from '../second-factor/code-entry.tsx';

type SecondFactorStepProps = { onDone: () => void; onExpired: () => void };

/** Where the account has a second factor, its code comes last. */
export const SecondFactorStep = ({ onDone, onExpired }: SecondFactorStepProps) => {
  const formId = useId();
  const pass = useMutation({
    mutationFn: api.passSecondFactor,
    onSuccess: onDone,
    onError: (error) => error instanceof ApiError && error.status === 401 && onExpired(),
  });
  const busy = pass.isPending || pass.isSuccess;
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl font-semibold">
          <Trans>One more code</Trans>
        </h1>
        <p className="text-base text-ink-2">
          <Trans>This account asks for a second factor: a code of your authenticator app.</Trans>
        </p>
      </div>
      <CodeEntry
        formId={formId}
        takesRecovery
        busy={busy}
        error={pass.error}
        onCode={pass.mutate}
        onEdit={pass.reset}
      />
      <Button type="submit" form={formId} variant="solid" size="lg" loading={busy}>
        {busy ? <Trans>Signing in</Trans> : <Trans>Sign in</Trans>}
      </Button>
    </div>
  );
};
