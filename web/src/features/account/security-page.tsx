import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { LoginsSection } from './logins-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** How one's account is kept from others. */
export const SecurityPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Security`);
  return (
    <>
      <SecondFactorSection />
      <SessionsSection />
      <LoginsSection />
    </>
  );
};
