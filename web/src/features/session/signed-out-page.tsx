import { MessagePage } from '../../app/message-page.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { herePath, signInPath } from './next-path.ts';
import { TryStudioButton } from './try-studio-button.tsx';

/** The studio's door, from outside, for who has not been in from this browser. */
export const SignedOutPage = () => {
  usePageTitle('Signed out');
  return (
    <MessagePage
      title="The studio is behind this door"
      action={
        <>
          <a href="/" className={buttonClass('quiet')}>
            Home
          </a>
          <TryStudioButton variant="line" />
          <a href={signInPath(herePath())} className={buttonClass('solid')}>
            Sign in
          </a>
        </>
      }
    >
      <p>Sign in with your e-mail to go on. No password is needed, and a new address gets an account by it.</p>
    </MessagePage>
  );
};
