import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { secondFactorQuery, sessionsQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { LoginsSection } from './logins-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** How one's account is kept from others. */
export const SecurityPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Security`);
  // What stands under a list comes with it, so that it is not pushed down.
  const isKnown = !useQuery(secondFactorQuery).isPending;
  const isListed = !useQuery(sessionsQuery).isPending;
  return (
    <>
      <SecondFactorSection />
      {isKnown && <SessionsSection />}
      {isKnown && isListed && <LoginsSection />}
    </>
  );
};
