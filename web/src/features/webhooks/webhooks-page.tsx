import { useLingui } from '@lingui/react/macro';
import { usePageTitle } from '../../app/page-title.ts';
import { CallbackSection } from './callback-section.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { EndpointsSection } from './endpoints-section.tsx';

/** Where one's programs hear of what happens here, and everything that was sent to them. */
export const WebhooksPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Webhooks`);
  return (
    <>
      <EndpointsSection />
      <CallbackSection />
      <DeliveriesSection />
    </>
  );
};
