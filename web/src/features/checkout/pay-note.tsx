import { Trans } from '@lingui/react/macro';
import { messageOf } from '../../api/api-error.ts';
import { CheckoutUnreachable } from './open-checkout.ts';

type PayNoteProps = { error: Error | null; left: { reason: string | undefined } | undefined };

/** Why there is no payment yet; a line's place is kept for it. */
export const PayNote = ({ error, left }: PayNoteProps) => (
  <p role="status" className="min-h-5 text-sm text-ink-2 wrap-anywhere">
    {error ? (
      <span className="font-medium text-danger">
        {error instanceof CheckoutUnreachable ? (
          <Trans>
            The checkout could not be loaded. Something in your browser may keep it out. Nothing was charged.
          </Trans>
        ) : (
          messageOf(error)
        )}
      </span>
    ) : left?.reason !== undefined ? (
      <Trans>
        Nothing was charged. The checkout said: <bdi lang="en">{left.reason}</bdi>
      </Trans>
    ) : (
      left && <Trans>You came back without paying. Nothing was charged.</Trans>
    )}
  </p>
);
