import { useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { notificationPagesQuery } from '../../api/own-account.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { NoticeSettingsSection } from './notice-settings-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';

/** What one was told, and how one is told. */
export const NotificationsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Notifications`);
  // What stands under a list comes with it, so that it is not pushed down.
  const isListed = !useInfiniteQuery(notificationPagesQuery).isPending;
  return (
    <>
      <NotificationsSection />
      {isListed && <NoticeSettingsSection />}
    </>
  );
};
