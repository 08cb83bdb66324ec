import { Trans, useLingui } from '@lingui/react/macro';
import { ApiError, messageOf } from '../api/api-error.ts';
import { Button } from '../ui/button.tsx';
import { MessagePage } from './message-page.tsx';
import { RequestId } from './request-id.tsx';

/** What a page becomes when drawing it failed. Says that nothing was charged, because that is the first worry. */
export const ErrorPage = ({ error, reset }: { error: unknown; reset: () => void }) => {
  const { t } = useLingui();
  return (
    <MessagePage
      tone="failed"
      title={t`This page lost its voice`}
      action={
        <>
          <Button onClick={() => window.location.assign('/')}>
            <Trans>Home</Trans>
          </Button>
          <Button
            variant="solid"
            onClick={() => {
              reset();
              window.location.reload();
            }}
          >
            <Trans>Load it again</Trans>
          </Button>
        </>
      }
    >
      <p>{messageOf(error)}</p>
      <p>
        <Trans>Your credits and your files are safe: they are not kept on this page.</Trans>
      </p>
      {error instanceof ApiError && <RequestId id={error.requestId} />}
    </MessagePage>
  );
};
