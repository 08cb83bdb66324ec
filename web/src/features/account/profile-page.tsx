import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { EmailSection } from './email-section.tsx';
import { ProfileSection } from './profile-section.tsx';

/** How one is called, and the address that is one's own. */
export const ProfilePage = () => {
  const { t } = useLingui();
  usePageTitle(t`Profile`);
  const me = useQuery(meQuery);
  return (
    <>
      <ProfileSection key={me.data?.id} me={me.data} />
      <EmailSection me={me.data} />
    </>
  );
};
