import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { AdminModel } from '../../../api/wire.ts';
import { formatNumber } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { SmallFact } from '../fact.tsx';
import { priceInWords, secondsInWords } from '../vendors/vendor-words.ts';
import { costInWords } from './model-words.ts';

type ModelCardProps = {
  model: AdminModel;
  /** Who makes its jobs when it does not, by name. */
  standIn: string | undefined;
  onChange: () => void;
};

/** One model: who makes it, what it costs whom, and how it has done of late. */
export const ModelCard = ({ model, standIn, onChange }: ModelCardProps) => {
  const { t } = useLingui();
  const { name, provider, vendorModel, lastDay, samples, isSetByVendor } = model;
  const [preview, final] = [secondsInWords(model.previewMs), secondsInWords(model.finalMs)];
  const [made, failed] = [formatNumber(lastDay.made), formatNumber(lastDay.failed)];
  return (
    <li className="grid min-w-0 grid-rows-[auto_1fr_auto] gap-4 rounded-md border border-line bg-surface p-4 sm:p-5">
      <div className="grid min-w-0 gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
          <h3 className="min-w-0 text-base font-semibold wrap-anywhere">{name}</h3>
          <Badges model={model} />
        </div>
        <p className="text-xs text-ink-3 wrap-anywhere">
          <Link
            to="/studio/admin/vendors/$vendorId"
            params={{ vendorId: provider }}
            className="rounded-xs font-medium text-ink-2 underline decoration-line-strong underline-offset-4 hover:decoration-ink"
          >
            {provider}
          </Link>{' '}
          {vendorModel !== provider && <code className="font-mono">{vendorModel}</code>}
        </p>
      </div>
      <dl className="grid grid-cols-2 content-start gap-x-5 gap-y-3">
        <SmallFact name={t`Price`}>{priceInWords(model.rule)}</SmallFact>
        <SmallFact name={t`Costs the house`}>{costInWords(model)}</SmallFact>
        <SmallFact name={t`Shown, then whole, after`}>
          {t`${preview}, then ${final}`}
          {samples === 0 && (
            <span className="text-ink-3">
              {' '}
              <Trans>(a guess)</Trans>
            </span>
          )}
        </SmallFact>
        <SmallFact name={t`In the last day`}>{t`${made} made, ${failed} failed`}</SmallFact>
        {!isSetByVendor && <SmallFact name={t`Stands in`}>{standIn ?? t`nobody`}</SmallFact>}
      </dl>
      <div className="flex">
        {isSetByVendor ? (
          <Link
            to="/studio/admin/vendors/$vendorId"
            params={{ vendorId: provider }}
            className={buttonClass('line', 'sm')}
          >
            <Trans>Set with its vendor</Trans>
          </Link>
        ) : (
          <Button size="sm" aria-label={t`Change: ${name}`} onClick={onChange}>
            <Trans>Change</Trans>
          </Button>
        )}
      </div>
    </li>
  );
};

const Badges = ({ model: { isEnabled, isVendorEnabled, workerUrl } }: { model: AdminModel }) => (
  <>
    {isEnabled ? (
      !isVendorEnabled && (
        <Badge>
          <Trans>vendor switched off</Trans>
        </Badge>
      )
    ) : (
      <Badge>
        <Trans>switched off</Trans>
      </Badge>
    )}
    {workerUrl !== null && (
      <Badge>
        <Trans>made by a worker</Trans>
      </Badge>
    )}
  </>
);
