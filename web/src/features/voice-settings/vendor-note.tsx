import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Vendor } from '../../api/wire.ts';
import { vendorStatusQuery } from '../speech/vendor-queries.ts';

/** Says when a vendor is not what he is on other days; nothing while all is well. */
export const VendorNote = ({ vendor }: { vendor: Vendor | undefined }) => {
  const { t } = useLingui();
  const { data } = useQuery(vendorStatusQuery);
  const state = data?.items.find(({ id }) => id === vendor?.id)?.state ?? 'ok';
  if (!vendor || state === 'ok') return null;
  const { name } = vendor;
  return (
    <span className="font-medium text-ink">
      {state === 'slow' ? t`${name} is slow right now.` : t`${name} does not speak right now.`}
    </span>
  );
};
