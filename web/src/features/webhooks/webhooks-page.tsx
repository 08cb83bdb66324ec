import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { webhooksQuery } from '../../api/webhooks.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { CallbackSection } from './callback-section.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { EndpointsSection } from './endpoints-section.tsx';

/** Where one's programs hear of what happens here, and everything that was sent to them. */
export const WebhooksPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Webhooks`);
  // What stands under a list comes with it, so that it is not pushed down.
  const isListed = !useQuery(webhooksQuery).isPending;
  return (
    <>
      <EndpointsSection />
      {isListed && <CallbackSection />}
      {isListed && <DeliveriesSection />}
    </>
  );
};
