import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { adminVendorQuery } from '../../../api/admin-queries.ts';
import { ApiError } from '../../../api/api-error.ts';
import type { AdminVendorView } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { CallsPart } from './calls-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { TemplatesPart } from './templates-part.tsx';
import { VendorFacts } from './vendor-facts.tsx';
import { VendorHead } from './vendor-head.tsx';

/** One vendor: its switch and price, keys, voice templates and latest calls. */
export const VendorPage = () => {
  const { t } = useLingui();
  const { vendorId } = useParams({ from: '/studio/admin/vendors/$vendorId' });
  const query = useQuery(adminVendorQuery(vendorId));
  usePageTitle(query.data?.vendor.name ?? t`Vendor`);
  if (query.data) return <View view={query.data} />;
  if (!query.error) return <ViewSkeleton />;
  if (!(query.error instanceof ApiError && query.error.status === 404)) {
    return <ReadFault title={t`The vendor could not be read`} query={query} />;
  }
  return (
    <EmptyState
      tone="failed"
      title={t`There is no such vendor`}
      action={
        <Link to="/studio/admin/vendors" className={buttonClass('line')}>
          <Trans>All vendors</Trans>
        </Link>
      }
    >
      <Trans>The link may be missing a piece.</Trans>
    </EmptyState>
  );
};

const View = ({ view }: { view: AdminVendorView }) => {
  const { t } = useLingui();
  return (
    <div className="grid min-w-0 gap-8">
      <VendorHead vendor={view.vendor} />
      <VendorFacts view={view} />
      <Tabs
        label={t`About this vendor`}
        tabs={[
          { value: 'keys', label: t`Keys`, content: <KeysPart view={view} /> },
          ...(view.vendor.voices
            ? [{ value: 'templates', label: t`Voice templates`, content: <TemplatesPart view={view} /> }]
            : []),
          { value: 'calls', label: t`Latest calls`, content: <CallsPart view={view} /> },
        ]}
      />
    </div>
  );
};

const ViewSkeleton = () => (
  <div aria-busy="true" className="grid gap-8">
    <div className="flex flex-wrap items-start justify-between gap-4">
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-10 w-72 max-w-full" />
    </div>
    <Skeleton className="h-[9.5rem] rounded-md lg:h-[5.25rem]" />
    <Skeleton className="h-64 rounded-md" />
  </div>
);
