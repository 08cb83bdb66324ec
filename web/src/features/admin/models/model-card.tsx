import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { WORKER_TELLS_EVERY_MS } from '../../../api/admin-queries.ts';
import type { AdminModel } from '../../../api/wire.ts';
import { formatAgo, formatNumber } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { SmallFact } from '../fact.tsx';
import { priceInWords, secondsInWords } from '../vendors/vendor-words.ts';
import { costInWords } from './model-words.ts';

type ModelCardProps = {
  model: AdminModel;
  /** Who makes its jobs when it does not, by name. */
  standIn: string | undefined;
  onChange: () => void;
  /** Opens who makes its jobs; undefined where that is not to be changed. */
  onWorker: (() => void) | undefined;
};

/** One model: who makes it, what it costs whom, and how it has done of late. */
export const ModelCard = ({ model, standIn, onChange, onWorker }: ModelCardProps) => {
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
        {model.workerUrl !== null && <WorkerFact workerUrl={model.workerUrl} handedOver={model.handedOver} />}
      </dl>
      <div className="flex flex-wrap gap-2">
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
        {onWorker && (
          <Button size="sm" aria-label={t`Worker of ${name}`} onClick={onWorker}>
            <Trans>Worker</Trans>
          </Button>
        )}
      </div>
    </li>
  );
};

type WorkerFactProps = { workerUrl: string; handedOver: AdminModel['handedOver'] };

/** Which machine makes its jobs, how many it has, and when it was last heard of one. */
const WorkerFact = ({ workerUrl, handedOver: { openJobs, heardAt } }: WorkerFactProps) => {
  const now = useNow(WORKER_TELLS_EVERY_MS);
  const ago = heardAt === null ? undefined : formatAgo(heardAt, now);
  return (
    <div className="col-span-2 grid content-start gap-0.5">
      <dt className="text-xs text-ink-3">
        <Trans>Made by the worker</Trans>
      </dt>
      <dd dir="ltr" className="text-sm wrap-anywhere">
        {workerUrl}
      </dd>
      <dd className="text-xs text-ink-3">
        {openJobs === 0 ? (
          <Trans>No jobs in its hands now.</Trans>
        ) : (
          <>
            <Plural value={openJobs} one="# job in its hands" other="# jobs in its hands" />,{' '}
            {ago === undefined ? <Trans>not heard of yet</Trans> : <Trans>last heard of {ago}</Trans>}
          </>
        )}
      </dd>
    </div>
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
