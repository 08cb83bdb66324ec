import { ApiError, messageOf } from '../api/api-error.ts';
import { Button } from '../ui/button.tsx';
import { MessagePage } from './message-page.tsx';
import { RequestId } from './request-id.tsx';

/** What a page becomes when drawing it failed. Says that nothing was charged, because that is the first worry. */
export const ErrorPage = ({ error, reset }: { error: unknown; reset: () => void }) => (
  <MessagePage
    tone="failed"
    title="This page lost its voice"
    action={
      <>
        <Button onClick={() => window.location.assign('/')}>Home</Button>
        <Button
          variant="solid"
          onClick={() => {
            reset();
            window.location.reload();
          }}
        >
          Load it again
        </Button>
      </>
    }
  >
    <p>{messageOf(error)}</p>
    <p>Your credits and your files are safe: they are not kept on this page.</p>
    {error instanceof ApiError && <RequestId id={error.requestId} />}
  </MessagePage>
);
