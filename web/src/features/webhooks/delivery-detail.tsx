import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { messageOf } from '../../api/api-error.ts';
import { deliveryQuery, webhookKeys, webhooksApi } from '../../api/webhooks.ts';
import type { Attempt, Delivery } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatMoment, formatNumber } from '../../format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ATTEMPT_WORDS } from './webhook-words.ts';

/** A text of the wire, as it was; long ones scroll inside their box, also by keyboard. */
const Wire = ({ label, text }: { label: string; text: string }) => {
  const { t } = useLingui();
  return (
    <div className="grid min-w-0 gap-1">
      <h4 className="text-xs font-medium text-ink-2">{label}</h4>
      <div className="relative rounded-sm border border-line bg-sunken">
        <section
          dir="ltr"
          translate="no"
          aria-label={label}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-64 overflow-auto py-2 ps-3 pe-11"
        >
          <pre className="font-mono text-xs leading-5 whitespace-pre-wrap text-ink wrap-anywhere">{text || '–'}</pre>
        </section>
        <div className="absolute end-1 top-1 rounded-sm bg-sunken">
          <CopyButton text={text} label={t`Copy: ${label}`} />
        </div>
      </div>
    </div>
  );
};

const headersOf = (attempt: Attempt): string =>
  Object.entries(attempt.requestHeaders)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const TryView = ({ attempt }: { attempt: Attempt }) => {
  const { t } = useLingui();
  const { number, startedAt, durationMs, responseStatus, responseText, error } = attempt;
  const took = formatNumber(durationMs);
  return (
    <li className="grid min-w-0 gap-3 border-line not-first:border-t not-first:pt-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3 className="text-sm font-semibold">
          <Trans>Attempt {number}</Trans>
        </h3>
        <p className="flex flex-wrap gap-x-4 text-sm text-ink-3">
          <time dateTime={new Date(startedAt).toISOString()}>{formatMoment(startedAt)}</time>
          <span>
            <Trans>{took} ms</Trans>
          </span>
          {responseStatus !== null && (
            <span>
              <Trans>answered {responseStatus}</Trans>
            </span>
          )}
        </p>
      </div>
      {error !== null && <p className="text-sm font-medium text-danger">{t(ATTEMPT_WORDS[error])}</p>}
      <Wire label={t`Headers that were sent`} text={headersOf(attempt)} />
      {responseText !== null && <Wire label={t`What came back`} text={responseText} />}
    </li>
  );
};

const pretty = (body: string): string => JSON.stringify(JSON.parse(body), null, 2);

/** Every attempt at a delivery, what was sent, and the way to send it again. */
export const DeliveryDetail = ({ delivery: { id, jobId } }: { delivery: Delivery }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const query = useQuery(deliveryQuery(id));
  const replay = useMutation({
    mutationFn: () => webhooksApi.replay(id),
    onSuccess: () => toast({ title: t`It is on its way again`, detail: t`With the same id.`, tone: 'good' }),
    onError: (error) => toast({ title: t`It was not sent again`, detail: messageOf(error), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: webhookKeys.deliveries }),
  });
  if (!query.data) {
    return query.isError ? (
      <ReadFault title={t`The delivery could not be read`} query={query} />
    ) : (
      <div aria-busy="true" className="grid gap-3 px-4 pb-5 sm:px-5">
        <Skeleton className="h-8 w-28" />
        <Skeleton className="h-32 w-full" />
      </div>
    );
  }
  const { body, tries } = query.data;
  return (
    <div className="grid min-w-0 gap-4 px-4 pb-5 sm:px-5">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" loading={replay.isPending} onClick={() => replay.mutate()}>
          <Trans>Replay</Trans>
        </Button>
        {jobId !== null && (
          <Link to="/studio/jobs/$jobId" params={{ jobId }} className={buttonClass('quiet', 'sm')}>
            <Trans>Open the job</Trans>
          </Link>
        )}
      </div>
      {body !== null && <Wire label={t`Body`} text={pretty(body)} />}
      {tries.length === 0 ? (
        <p className="text-sm text-ink-2">
          <Trans>Nothing was tried yet.</Trans>
        </p>
      ) : (
        <ol aria-label={t`Attempts`} className="grid gap-4">
          {tries.toReversed().map((attempt) => (
            <TryView key={attempt.number} attempt={attempt} />
          ))}
        </ol>
      )}
    </div>
  );
};
