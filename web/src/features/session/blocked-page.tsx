import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import { MessagePage } from '../../app/message-page.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** To the door as somebody whom this browser does not know. */
const signInAnew = (): void => {
  session.end();
  window.location.assign('/sign-in');
};

/** What a suspended person sees, wherever they turn: that it is so, that nothing is lost, and whom to write to. */
export const BlockedPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Account suspended`);
  const { data, isPending } = useQuery(configQuery);
  const supportEmail = data?.supportEmail;
  return (
    <MessagePage
      title={t`This account is suspended`}
      action={
        <>
          <a href="/" className={buttonClass('line')}>
            <Trans>Home</Trans>
          </a>
          <Button variant="solid" onClick={signInAnew}>
            <Trans>Sign in again</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Nothing can be made with it and nothing opened, here or by its API tokens. Your files and credits are kept.
        </Trans>
      </p>
      <p className="min-h-6">
        {supportEmail !== undefined && (
          <Trans>
            If you think this is a mistake, write to{' '}
            <a
              href={`mailto:${supportEmail}`}
              className="rounded-xs font-semibold text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
            >
              {supportEmail}
            </a>
            .
          </Trans>
        )}
        {isPending && <Skeleton className="mx-auto my-1 h-4 w-72 max-w-full" />}
      </p>
    </MessagePage>
  );
};
