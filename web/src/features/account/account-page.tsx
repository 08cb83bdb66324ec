import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { PageHeading } from '../studio/page-heading.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TokensSection } from './tokens-section.tsx';

/** One's own: the name, the devices that are signed in, and the tokens that programs use. */
export const AccountPage = () => {
  usePageTitle('Account');
  const me = useQuery(meQuery);
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-10 px-4 py-8 sm:px-6 lg:py-12">
      <PageHeading title="Account" about="Who you are here, where you are signed in, and which programs act for you." />
      <ProfileSection key={me.data?.id} me={me.data} />
      <SessionsSection />
      <TokensSection />
    </div>
  );
};
