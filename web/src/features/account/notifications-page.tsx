import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { NoticeSettingsSection } from './notice-settings-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';

/** What one was told, and how one is told. */
export const NotificationsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Notifications`);
  return (
    <>
      <NotificationsSection />
      <NoticeSettingsSection />
    </>
  );
};
