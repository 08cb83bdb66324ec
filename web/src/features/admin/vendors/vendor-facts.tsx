import { Trans, useLingui } from '@lingui/react/macro';
import type { AdminVendor, AdminVendorView } from '../../../api/wire.ts';
import { formatMoment, formatNumber } from '../../../format.ts';
import { Fact } from '../fact.tsx';
import { priceInWords, SOURCE_WORDS, secondsInWords } from './vendor-words.ts';

/** How a vendor has done of late, at a glance. */
export const VendorFacts = ({ view: { vendor, lastHour } }: { view: AdminVendorView }) => {
  const { t } = useLingui();
  const usual = secondsInWords(vendor.usualMs);
  const [failed, loss] = [lastHour.failed, lastHour.lossUnits].map(formatNumber);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 rounded-md border border-line bg-surface p-4 sm:grid-cols-3 sm:p-5 lg:grid-cols-5">
      <Fact name={t`Price`}>{vendor.price ? priceInWords(vendor.price) : t`by model`}</Fact>
      <Fact name={t`Reached by`}>{t(SOURCE_WORDS[vendor.source])}</Fact>
      {vendor.voices && (
        <Fact name={t`First sound after`} small={<Trans>usually {usual}</Trans>}>
          {secondsInWords(vendor.recentMs)}
        </Fact>
      )}
      <Fact
        name={t`Calls of the last hour`}
        small={
          lastHour.lossUnits > 0 ? (
            <Trans>
              {failed} failed, {loss} units more than reckoned
            </Trans>
          ) : (
            <Trans>{failed} failed</Trans>
          )
        }
      >
        {formatNumber(lastHour.calls)}
      </Fact>
      {vendor.voices && (
        <Fact name={t`Voices`} small={<Listing voices={vendor.voices} />}>
          {formatNumber(vendor.voices.count)}
        </Fact>
      )}
    </dl>
  );
};

const Listing = ({ voices: { vanished, areInCode, sync } }: { voices: NonNullable<AdminVendor['voices']> }) => {
  if (!sync?.succeededAt) return areInCode ? <Trans>the house’s own</Trans> : <Trans>never listed</Trans>;
  const gone = formatNumber(vanished);
  return (
    <Trans>
      {gone} vanished, listed {formatMoment(sync.succeededAt)}
    </Trans>
  );
};
