import { Trans, useLingui } from '@lingui/react/macro';
import { MessagePage } from '../../app/message-page.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { herePath, signInPath } from './next-path.ts';
import { TryStudioButton } from './try-studio-button.tsx';

/** The studio's door, from outside, for who has not been in from this browser. */
export const SignedOutPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Signed out`);
  return (
    <MessagePage
      title={t`The studio is behind this door`}
      action={
        <>
          <a href="/" className={buttonClass('quiet')}>
            <Trans>Home</Trans>
          </a>
          <TryStudioButton variant="line" />
          <a href={signInPath(herePath())} className={buttonClass('solid')}>
            <Trans>Sign in</Trans>
          </a>
        </>
      }
    >
      <p>
        <Trans>
          Sign in with your e-mail to go on. No password is needed, and a new address gets an account by it.
        </Trans>
      </p>
    </MessagePage>
  );
};
