import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminVendor } from '../../../api/wire.ts';
import { Badge } from '../../../ui/badge.tsx';
import { STATE_TONES, STATE_WORDS } from './vendor-words.ts';

/** How a vendor is, and what is special about it. */
export const VendorBadges = ({ vendor }: { vendor: AdminVendor }) => {
  const { t } = useLingui();
  return (
    <>
      {vendor.isEnabled ? (
        <Badge tone={STATE_TONES[vendor.state]}>{t(STATE_WORDS[vendor.state])}</Badge>
      ) : (
        <Badge>
          <Trans>switched off</Trans>
        </Badge>
      )}
      {vendor.isInternal && (
        <Badge>
          <Trans>internal</Trans>
        </Badge>
      )}
    </>
  );
};
