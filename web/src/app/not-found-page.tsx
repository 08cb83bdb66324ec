import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { buttonClass } from '../ui/button.tsx';
import { MessagePage } from './message-page.tsx';
import { usePageTitle } from './page-title.ts';

/** An address that leads nowhere. */
export const NotFoundPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Nothing here`);
  return (
    <MessagePage
      title={t`No echo from here`}
      action={
        <>
          <a href="/" className={buttonClass('line')}>
            <Trans>Home</Trans>
          </a>
          <Link to="/studio/speech" className={buttonClass('solid')}>
            <Trans>Open the studio</Trans>
          </Link>
        </>
      }
    >
      <p>
        <Trans>There is no page at this address. It may have moved, or the link may be missing a piece.</Trans>
      </p>
    </MessagePage>
  );
};
