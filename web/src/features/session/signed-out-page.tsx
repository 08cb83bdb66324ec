import { MessagePage } from '../../app/message-page.tsx';
import { usePageTitle } from '../../app/page-title.ts';
import { buttonClass } from '../../ui/button.tsx';
import { TryStudioButton } from './try-studio-button.tsx';

/** The studio's door, from outside. */
export const SignedOutPage = () => {
  usePageTitle('Signed out');
  return (
    <MessagePage
      title="The studio is behind this door"
      action={
        <>
          <a href="/" className={buttonClass('line')}>
            Home
          </a>
          <TryStudioButton />
        </>
      }
    >
      <p>
        You are not signed in here. Sign-in is coming; until then the demo creator's studio stands open in development.
      </p>
    </MessagePage>
  );
};
