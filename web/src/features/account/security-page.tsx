import { usePageTitle } from '../../app/page-title.ts';
import { SessionsSection } from './sessions-section.tsx';

/** How one's account is kept from others. */
export const SecurityPage = () => {
  usePageTitle('Security');
  return <SessionsSection />;
};
