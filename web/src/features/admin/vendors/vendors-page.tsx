import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { adminVendorsQuery } from '../../../api/admin-queries.ts';
import type { AdminVendor } from '../../../api/wire.ts';
import { usePageTitle } from '../../../app/page-title.ts';
import { ReadFault } from '../../../app/read-fault.tsx';
import { formatAgo, formatNumber } from '../../../format.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { SmallFact } from '../fact.tsx';
import { PriceVersion } from '../price-version.tsx';
import { VendorBadges } from './vendor-badges.tsx';
import { priceInWords, SOURCE_WORDS, secondsInWords } from './vendor-words.ts';

const MINUTE_MS = 60_000;
const GRID = 'grid gap-4 sm:grid-cols-2 xl:grid-cols-3';
const SKELETON_CARDS = [0, 1, 2, 3, 4, 5, 6];

/** Every vendor, how it is, what it costs and by whose keys it is reached. */
export const VendorsPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Vendors`);
  const query = useQuery(adminVendorsQuery);
  if (query.data === undefined && query.error) {
    return <ReadFault title={t`The vendors could not be read`} query={query} />;
  }
  return (
    <div className="grid gap-5">
      <p className="max-w-[60ch] text-sm text-ink-2">
        <Trans>
          Who speaks, writes, draws and films for us, and how well just now. A change is felt everywhere within a
          minute; what has been sold keeps its price.
        </Trans>
      </p>
      {query.data ? (
        <>
          <ul aria-label={t`Vendors`} className={GRID}>
            {query.data.items.map((vendor) => (
              <VendorCard key={vendor.id} vendor={vendor} />
            ))}
          </ul>
          <PriceVersion version={query.data.priceVersion} />
        </>
      ) : (
        <div aria-busy="true" className={GRID}>
          {SKELETON_CARDS.map((card) => (
            <Skeleton key={card} className="h-[13.25rem] rounded-md" />
          ))}
        </div>
      )}
    </div>
  );
};

type Voices = NonNullable<AdminVendor['voices']>;

const VoiceCount = ({ voices: { count, vanished } }: { voices: Voices }) => (
  <>
    {formatNumber(count)}
    {vanished > 0 && (
      <span className="text-ink-3">
        {' '}
        <Plural value={vanished} one="(# has vanished)" other="(# have vanished)" />
      </span>
    )}
  </>
);

/** Whence its voices are known, and since when. */
const Listing = ({ voices: { areInCode, sync } }: { voices: Voices }) => {
  const now = useNow(MINUTE_MS);
  if (sync === null) {
    return areInCode ? (
      <Trans>The house’s own voices: nobody has to list them.</Trans>
    ) : (
      <Trans>Its voices were never listed.</Trans>
    );
  }
  const ago = formatAgo(sync.succeededAt ?? sync.triedAt, now);
  return sync.errorCode === null ? (
    <Trans>Voices listed {ago}.</Trans>
  ) : (
    <Trans>
      Voices could not be listed (<code className="font-mono">{sync.errorCode}</code>).
    </Trans>
  );
};

const VendorCard = ({ vendor }: { vendor: AdminVendor }) => {
  const { t } = useLingui();
  const { voices } = vendor;
  return (
    <li className="relative grid content-start gap-4 rounded-md border border-line bg-surface p-4 hover:border-ink-2 sm:p-5">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
        <h2 className="min-w-0 text-base font-semibold">
          <Link
            to="/studio/admin/vendors/$vendorId"
            params={{ vendorId: vendor.id }}
            className="rounded-xs outline-offset-2 after:absolute after:inset-0"
          >
            {vendor.name}
          </Link>
        </h2>
        <VendorBadges vendor={vendor} />
      </div>
      <dl className="grid grid-cols-2 gap-x-5 gap-y-3">
        <SmallFact name={t`Price`}>{vendor.price ? priceInWords(vendor.price) : t`by model`}</SmallFact>
        <SmallFact name={t`Reached by`}>
          {vendor.source === 'keys' ? (
            <Plural value={vendor.keys} one="# key kept here" other="# keys kept here" />
          ) : (
            t(SOURCE_WORDS[vendor.source])
          )}
        </SmallFact>
        {voices && (
          <>
            <SmallFact name={t`First sound after`}>{secondsInWords(vendor.recentMs)}</SmallFact>
            <SmallFact name={t`Voices`}>
              <VoiceCount voices={voices} />
            </SmallFact>
          </>
        )}
      </dl>
      <p className="text-xs text-ink-3">
        {voices ? <Listing voices={voices} /> : <Trans>It has no voices. What it makes stands under “Models”.</Trans>}
      </p>
    </li>
  );
};
