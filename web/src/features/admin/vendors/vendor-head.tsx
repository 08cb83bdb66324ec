import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { adminKeys } from '../../../api/admin-queries.ts';
import { messageOf } from '../../../api/api-error.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendor } from '../../../api/wire.ts';
import { formatMoment, formatNumber } from '../../../format.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import { VendorBadges } from './vendor-badges.tsx';

/** Which vendor it is, and what operators may do about it. */
export const VendorHead = ({ vendor }: { vendor: AdminVendor }) => {
  const [asking, setAsking] = useState<'switch' | 'price'>();
  const close = () => setAsking(undefined);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-5">
      <div className="grid min-w-0 gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
          <h2 className="text-xl font-semibold wrap-anywhere">{vendor.name}</h2>
          <VendorBadges vendor={vendor} />
        </div>
        <Trouble vendor={vendor} />
      </div>
      <div className="flex flex-wrap gap-2">
        {vendor.voices && <SyncButton vendor={vendor} />}
        {vendor.price && (
          <Button onClick={() => setAsking('price')}>
            <Trans>Change price</Trans>
          </Button>
        )}
        <Button variant={vendor.isEnabled ? 'danger' : 'line'} onClick={() => setAsking('switch')}>
          {vendor.isEnabled ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}
        </Button>
        <Link to="/studio/admin/audit" search={{ targetId: vendor.id }} className={buttonClass('quiet')}>
          <Trans>Audit log</Trans>
        </Link>
      </div>
      <SwitchDialog vendor={vendor} open={asking === 'switch'} onClose={close} />
      {asking === 'price' && vendor.price && <PriceDialog vendor={vendor} rule={vendor.price} onClose={close} />}
    </div>
  );
};

/** What is the matter with a vendor, if anything is. */
const Trouble = ({ vendor: { isEnabled, state, since: at } }: { vendor: AdminVendor }) => {
  const { t } = useLingui();
  if (isEnabled && at === null) return null;
  const since = formatMoment(at ?? 0);
  const words = !isEnabled
    ? t`Nothing new is made by it. What is sold is still made.`
    : state === 'down'
      ? t`Does not answer since ${since}.`
      : t`Much slower than usual since ${since}.`;
  return <p className="text-sm text-ink-2">{words}</p>;
};

const SyncButton = ({ vendor }: { vendor: AdminVendor }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const sync = useMutation({
    mutationFn: () => vendorApi.syncVoices(vendor.id),
    onSuccess: ({ listed, error }) => {
      void cache.invalidateQueries({ queryKey: adminKeys.all });
      toast(
        error === null
          ? { title: t`${formatNumber(listed)} voices are listed`, tone: 'good' }
          : { title: t`The voices could not be listed`, detail: error, tone: 'danger' },
      );
    },
    onError: (error) => toast({ title: t`The voices could not be listed`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <Button loading={sync.isPending} onClick={() => sync.mutate()}>
      <Trans>List voices anew</Trans>
    </Button>
  );
};
