import { Link } from '@tanstack/react-router';
import { buttonClass } from '../ui/button.tsx';
import { MessagePage } from './message-page.tsx';
import { usePageTitle } from './page-title.ts';

/** An address that leads nowhere. */
export const NotFoundPage = () => {
  usePageTitle('Nothing here');
  return (
    <MessagePage
      title="No echo from here"
      action={
        <>
          <a href="/" className={buttonClass('line')}>
            Home
          </a>
          <Link to="/studio/speech" className={buttonClass('solid')}>
            Open the studio
          </Link>
        </>
      }
    >
      <p>There is no page at this address. It may have moved, or the link may be missing a piece.</p>
    </MessagePage>
  );
};
