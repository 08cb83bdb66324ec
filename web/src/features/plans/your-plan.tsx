import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { MONTHLY_GRANT_CREDITS } from '../../../../worker/contract/grants.ts';
import { messageOf } from '../../api/api-error.ts';
import { cancelSubscription, subscriptionQuery, undoChange } from '../../api/plan-queries.ts';
import { meQuery } from '../../api/queries.ts';
import type { Subscription, SubscriptionState } from '../../api/wire.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatCredits, formatDay, formatMoney } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Confirm } from '../account/confirm.tsx';
import { goesOn, isLive, PLAN_NAMES, priceInWords, sizeInWords, stateInWords } from './plan-words.ts';
import { useManaging } from './use-managing.ts';

const TONES: Partial<Record<SubscriptionState, 'good' | 'danger'>> = {
  active: 'good',
  pending: 'danger',
  halted: 'danger',
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid content-start gap-1">
    <dt className="text-xs text-ink-3">{name}</dt>
    <dd className="font-semibold wrap-anywhere">{children}</dd>
  </div>
);

/** What comes next: an invoice, an end, or something to put right. */
const Next = ({ plan }: { plan: Subscription }) => {
  const { t } = useLingui();
  const { nextChargeAt, periodEndAt, cancelsAtEnd, next, status } = plan;
  const end = periodEndAt === null ? '' : formatDay(periodEndAt);
  const nextMinor = next?.amountMinor ?? plan.amountMinor;
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3">
        <Fact name={t`Price`}>{priceInWords(plan.amountMinor, plan.currency, plan.period)}</Fact>
        {nextChargeAt !== null && status === 'active' && (
          <>
            <Fact name={t`Next invoice`}>{formatDay(nextChargeAt)}</Fact>
            <Fact name={t`Its amount`}>{formatMoney(nextMinor, plan.currency)}</Fact>
          </>
        )}
        {cancelsAtEnd && status === 'active' && <Fact name={t`Ends on`}>{end}</Fact>}
      </dl>
      <div className="grid max-w-[64ch] gap-2 text-sm text-ink-2 empty:hidden">
        {next && (
          <p>
            <Trans>
              From {end} on you have {sizeInWords(next.creditsPerMonth)}, for{' '}
              {priceInWords(next.amountMinor, plan.currency, next.period)}.
            </Trans>
          </p>
        )}
        {cancelsAtEnd && status === 'active' && (
          <p>
            <Trans>
              Nothing more is charged. You keep Pro until then, and your credits after it. To go on, choose a plan once
              this one is over: its end cannot be taken back.
            </Trans>
          </p>
        )}
        {status === 'pending' && (
          <p>
            <Trans>
              Your bank did not let the payment through. It is tried again over the next days, and you keep Pro until
              then. See to it that your card has enough on it.
            </Trans>
          </p>
        )}
        {(status === 'halted' || status === 'paused') && (
          <p>
            <Trans>
              The payment has failed too often and is not tried again, so you are on Free. Your credits stay. To have
              Pro again, end this plan and choose one anew.
            </Trans>
          </p>
        )}
      </div>
    </>
  );
};

const Actions = ({ plan }: { plan: Subscription }) => {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const cancel = useManaging(
    () => cancelSubscription(plan.id),
    () => setAsking(false),
  );
  const undo = useManaging(() => undoChange(plan.id));
  const end = plan.periodEndAt === null ? '' : formatDay(plan.periodEndAt);
  const isPaid = plan.status === 'active';
  if (plan.cancelsAtEnd) return null;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {goesOn(plan) && (
          <Link to="/studio/plans" className={buttonClass('line')}>
            <Trans>Change the plan</Trans>
          </Link>
        )}
        {goesOn(plan) && plan.next && (
          <Button loading={undo.isPending} onClick={() => undo.mutate()}>
            <Trans>Keep the present size</Trans>
          </Button>
        )}
        <Button variant="quiet" onClick={() => setAsking(true)}>
          {isPaid ? <Trans>Cancel subscription</Trans> : <Trans>End this plan</Trans>}
        </Button>
      </div>
      {undo.error && (
        <p role="alert" className="text-sm font-medium text-danger wrap-anywhere">
          {messageOf(undo.error)}
        </p>
      )}
      <Confirm
        open={asking}
        title={isPaid ? t`Cancel your subscription?` : t`End this plan?`}
        description={
          isPaid
            ? t`You keep Pro until ${end} and are not charged again. Your credits stay. This cannot be taken back; after that day you can choose a plan anew.`
            : t`It ends at once and nothing more is charged. Your credits stay.`
        }
        keep={t`Keep the plan`}
        go={isPaid ? t`Cancel subscription` : t`End this plan`}
        pending={cancel.isPending}
        error={cancel.error}
        onClose={() => setAsking(false)}
        onConfirm={() => cancel.mutate()}
      />
    </div>
  );
};

const Free = ({ last }: { last: Subscription | null }) => {
  const month = formatCredits(MONTHLY_GRANT_CREDITS);
  const ended = last?.endedAt && last.paidCycles > 0 ? formatDay(last.endedAt) : undefined;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <p className="max-w-[64ch] text-sm text-ink-2">
        <Trans>{month} come each month. Pro gives more of them, and your work goes first.</Trans>{' '}
        {ended !== undefined && <Trans>Your last plan ended on {ended}.</Trans>}
      </p>
      <Link to="/studio/plans" className={buttonClass('line')}>
        <Trans>See the plans</Trans>
      </Link>
    </div>
  );
};

/** A plan that is on its way, at its size. */
const Waiting = () => (
  <Card aria-busy="true" className="grid gap-5 p-4 sm:p-5">
    <Skeleton className="h-7.5 w-56 max-sm:mb-7.5" />
    <div className="grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-3">
      <Skeleton className="my-1 h-9.5 w-28" />
      <Skeleton className="my-1 h-9.5 w-28" />
      <Skeleton className="my-1 h-9.5 w-20" />
    </div>
    <Skeleton className="h-10 w-36 touch:h-11" />
  </Card>
);

/** The plan of an account: what it gives, what it costs next, and the ways to change or end it (PLAN-10). */
export const YourPlan = () => {
  const { t } = useLingui();
  const title = useId();
  const subscription = useQuery(subscriptionQuery);
  // Who is on Free is known before: there is nothing to wait for but when the last plan ended.
  const isFree = useQuery(meQuery).data?.plan === 'free';
  const { data, isError } = subscription;
  const plan = data === undefined && isFree && !isError ? null : data;
  const live = isLive(plan) ? plan : undefined;
  return (
    <section aria-labelledby={title} className="grid gap-3">
      <h2 id={title} className="text-lg font-semibold">
        <Trans>Your plan</Trans>
      </h2>
      {plan === undefined && isError ? (
        <Card>
          <ReadFault title={t`Your plan could not be read`} query={subscription} />
        </Card>
      ) : plan === undefined ? (
        <Waiting />
      ) : (
        <Card className="grid gap-5 p-4 sm:p-5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <span translate="no" className="text-xl font-semibold">
              {live ? PLAN_NAMES.pro : PLAN_NAMES.free}
            </span>
            {live && <span className="text-base text-ink-2">{sizeInWords(live.creditsPerMonth)}</span>}
            {live && (
              <Badge tone={live.cancelsAtEnd ? 'plain' : (TONES[live.status] ?? 'plain')}>{stateInWords(live)}</Badge>
            )}
            {live?.isDemo && (
              <Badge>
                <Trans>Demo, no real money</Trans>
              </Badge>
            )}
          </div>
          {live ? (
            <>
              <Next plan={live} />
              <Actions plan={live} />
            </>
          ) : (
            <Free last={plan} />
          )}
        </Card>
      )}
    </section>
  );
};
