import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { SIGNUP_GRANT_CREDITS } from '../../../../worker/contract/grants.ts';
import { ApiError, messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import type { Me } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { cx } from '../../ui/cx.ts';
import { PersonCheck } from './person-check.tsx';

type WaitingGrantProps = { me: Me; onGranted: (me: Me) => void };

/** What stands between a new account and its first credits when many were opened from one place: a captcha (G-02). */
export const WaitingGrant = ({ me, onGranted }: WaitingGrantProps) => {
  const { t } = useLingui();
  const [round, setRound] = useState(1);
  const place = useRef<HTMLElement>(null);
  const claim = useMutation({
    mutationFn: api.claimSignupGrant,
    onSuccess: onGranted,
    // A token is good once: whatever became of it, the next try begins with a new one.
    onError: () => setRound((last) => last + 1),
    // The widget that had the focus is gone in either case.
    onSettled: () => place.current?.focus(),
  });
  if (me.signupGrant === 'granted' && !claim.isSuccess) return null;

  const isRefused = claim.error instanceof ApiError && claim.error.code === 'validation_failed';
  const fault = isRefused ? t`That did not pass. Please try it once more.` : claim.error && messageOf(claim.error);
  const credits = formatNumber(SIGNUP_GRANT_CREDITS);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-labelledby="waiting-grant"
      className={cx(
        'grid gap-3 rounded-md border p-4 outline-none',
        claim.isSuccess ? 'border-transparent bg-good-wash text-good' : 'border-line bg-raised',
      )}
    >
      <h2 id="waiting-grant" className="text-base font-semibold">
        {claim.isSuccess ? (
          <Trans>Thank you. {credits} credits are on your account.</Trans>
        ) : (
          <Trans>One more step: confirm that you are a person</Trans>
        )}
      </h2>
      {!claim.isSuccess && (
        <>
          <p className="-mt-2 text-sm text-ink-2">
            <Trans>
              Several accounts were opened from here today. Your first {credits} credits are reserved for you and arrive
              as soon as this is done.
            </Trans>
          </p>
          <PersonCheck key={round} onToken={claim.mutate} />
          <p role="status" className={cx('min-h-5 text-sm', fault ? 'font-medium text-danger' : 'text-ink-3')}>
            {claim.isPending ? t`Checking …` : fault}
          </p>
        </>
      )}
    </section>
  );
};
