import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { changeSubscription, type PlanWish } from '../../api/plan-queries.ts';
import type { Currency, Subscription } from '../../api/wire.ts';
import { formatDay, formatMoney } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../account/confirm.tsx';
import { PayNote } from '../checkout/pay-note.tsx';
import { goesOn, priceInWords, sizeInWords } from './plan-words.ts';
import { useManaging } from './use-managing.ts';
import { useSubscribing } from './use-subscribing.ts';

type Done = { onDone: (title: string) => void };
type ChangeButtonProps = Done & { current: Subscription; wish: PlanWish; minor: number };

/** Another size for a plan that runs, asked once more before it is ordered. */
const ChangeButton = ({ current, wish, minor, onDone }: ChangeButtonProps) => {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const change = useManaging(
    () => changeSubscription(current.id, wish),
    () => {
      setAsking(false);
      onDone(t`Your plan changes with its next cycle.`);
    },
  );
  const end = current.periodEndAt === null ? '' : formatDay(current.periodEndAt);
  const size = sizeInWords(wish.creditsPerMonth);
  const price = priceInWords(minor, current.currency, wish.period);
  return (
    <>
      <Button variant="solid" onClick={() => setAsking(true)}>
        <Trans>Change to this</Trans>
      </Button>
      <Confirm
        open={asking}
        title={t`Change your plan?`}
        description={t`From ${end} on you have ${size}, for ${price}. Until then everything stays as it is, and you can take it back.`}
        keep={t`Leave it`}
        go={t`Change the plan`}
        pending={change.isPending}
        error={change.error}
        onClose={() => setAsking(false)}
        onConfirm={() => change.mutate()}
      />
    </>
  );
};

type SubscribeButtonProps = Done & { wish: PlanWish; minor: number; currency: Currency; isSold: boolean };

/** The press that begins a plan, and why there is none yet. */
const SubscribeButton = ({ wish, minor, currency, isSold, onDone }: SubscribeButtonProps) => {
  const { t } = useLingui();
  const { subscribe, isPending, isWaiting, error, left } = useSubscribing(() =>
    onDone(t`Welcome to Pro. Your credits are here.`),
  );
  const total = formatMoney(minor, currency);
  return (
    <>
      {isWaiting || !isSold ? (
        <p role="status" className="min-h-5 text-sm text-ink-2">
          {isSold ? (
            <Trans>Your payment is being confirmed. Pro begins by itself.</Trans>
          ) : (
            <Trans>No way to pay for plans is set up here yet.</Trans>
          )}
        </p>
      ) : (
        <PayNote error={error} left={left} />
      )}
      <Button variant="solid" loading={isPending} disabled={!isSold} onClick={() => subscribe({ ...wish, currency })}>
        {wish.period === 'monthly' ? (
          <Trans>Subscribe for {total} a month</Trans>
        ) : (
          <Trans>Subscribe for {total} a year</Trans>
        )}
      </Button>
    </>
  );
};

type Choice = { creditsPerMonth: number; period: PlanWish['period'] };
const isSame = (one: Choice | null, other: Choice): boolean =>
  one !== null && one.creditsPerMonth === other.creditsPerMonth && one.period === other.period;

type PlanActionProps = SubscribeButtonProps & { live: Subscription | undefined };

/** What one can do about a size of Pro: begin it, change to it, or nothing just now. */
export const PlanAction = ({ live, ...wanted }: PlanActionProps) => {
  const { wish, minor, onDone } = wanted;
  if (live === undefined) return <SubscribeButton {...wanted} />;
  const isCurrent = isSame(live, wish);
  const isPlanned = isSame(live.next, wish);
  if (!isCurrent && !isPlanned && goesOn(live)) {
    return <ChangeButton current={live} wish={wish} minor={minor} onDone={onDone} />;
  }
  if (live.cancelsAtEnd && live.periodEndAt !== null) {
    const end = formatDay(live.periodEndAt);
    return (
      <div className="grid gap-2">
        <Button disabled>
          <Trans>From {end} on</Trans>
        </Button>
        <p className="text-sm text-ink-2">
          <Trans>
            Your present plan ends then, and cannot be brought back. If your credits do not last,{' '}
            <Link to="/studio/credits/buy" className="underline underline-offset-4">
              buy some
            </Link>{' '}
            until then.
          </Trans>
        </p>
      </div>
    );
  }
  return (
    <Button disabled>
      {isCurrent ? (
        <Trans>This is your plan</Trans>
      ) : isPlanned ? (
        <Trans>Begins with the next cycle</Trans>
      ) : (
        <Trans>Your plan cannot be changed now</Trans>
      )}
    </Button>
  );
};
