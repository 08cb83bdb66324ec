import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { convertCents } from '../../../../worker/contract/credit-price.ts';
import { sellingQuery } from '../../api/order-queries.ts';
import { plansQuery, subscriptionQuery } from '../../api/plan-queries.ts';
import { meQuery } from '../../api/queries.ts';
import type { Currency, PlanPeriod, Plans, Selling, Subscription } from '../../api/wire.ts';
import { usePageTitle } from '../../app/page-title.ts';
import { ReadFault } from '../../app/read-fault.tsx';
import { formatCredits } from '../../format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { BackToCredits } from '../checkout/back-to-credits.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { EnterpriseDialog } from './enterprise-dialog.tsx';
import { PlanCard } from './plan-card.tsx';
import { formatPrice, isLive, PLAN_NAMES } from './plan-words.ts';
import { ProCard } from './pro-card.tsx';

const DOLLAR_MINOR = 100;

const rateOf = (selling: Selling, plans: Plans, currency: Currency): number => {
  const seller = selling.processors.find(({ id }) => id === plans.processor?.id);
  return seller?.currencies.find((one) => one.currency === currency)?.minorPerUsd ?? DOLLAR_MINOR;
};

type CardsProps = { plans: Plans; selling: Selling; current: Subscription | null };

const Cards = ({ plans, selling, current }: CardsProps) => {
  const { t } = useLingui();
  const toast = useToast();
  const me = useQuery(meQuery);
  const live = isLive(current) ? current : undefined;
  const [period, setPeriod] = useState<PlanPeriod>(live?.period ?? 'monthly');
  const [wished, setWished] = useState<Currency>('USD');
  const [isAsking, setIsAsking] = useState(false);
  // A plan that runs keeps the currency and the rate that it was sold at.
  const currency = live?.currency ?? wished;
  const currencies = plans.processor?.currencies ?? [];
  const rate = live?.minorPerUsd ?? rateOf(selling, plans, currency);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ChoiceRow
          label={t`How often it is paid`}
          options={[
            { value: 'monthly', label: t`By the month` },
            { value: 'yearly', label: t`By the year` },
          ]}
          value={period}
          onValueChange={setPeriod}
        />
        {live === undefined && currencies.length > 1 && (
          <Select
            aria-label={t`Currency`}
            className="w-28"
            options={currencies.map((one) => ({ value: one, label: one }))}
            value={wished}
            onValueChange={(value) => setWished(value as Currency)}
          />
        )}
      </div>
      <div className="grid gap-4 lg:grid-cols-3">
        <PlanCard
          name={PLAN_NAMES.free}
          isCurrent={live === undefined}
          price={formatPrice(0, currency)}
          about={<Trans>For trying things out, as long as you like.</Trans>}
          gives={[
            t`${formatCredits(plans.free.signupCredits)} to begin with`,
            t`${formatCredits(plans.free.creditsPerMonth)} each month`,
            t`Every tool, and the API`,
          ]}
        >
          <Link to="/studio/credits/buy" className={buttonClass('line')}>
            <Trans>Buy credits once</Trans>
          </Link>
        </PlanCard>
        <ProCard
          plans={plans}
          period={period}
          currency={currency}
          minorOf={(cents) => convertCents(cents, rate)}
          current={current}
          onDone={(title) => toast({ title, tone: 'good' })}
        />
        <PlanCard
          name={PLAN_NAMES.enterprise}
          isCurrent={me.data?.plan === 'enterprise'}
          price={<Trans>Let us talk</Trans>}
          about={<Trans>For firms that need more than that.</Trans>}
          gives={[t`Credits as you need them`, t`Limits of your own`, t`A person who answers`]}
        >
          <Button onClick={() => setIsAsking(true)}>
            <Trans>Contact us</Trans>
          </Button>
        </PlanCard>
      </div>
      {isAsking && <EnterpriseDialog email={me.data?.email ?? null} onClose={() => setIsAsking(false)} />}
    </>
  );
};

/** The plans, side by side (PLAN-11). */
export const PlansPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Plans`);
  const plans = useQuery(plansQuery);
  const selling = useQuery(sellingQuery);
  const current = useQuery(subscriptionQuery);
  const failed = [plans, selling, current].find(({ isError, data }) => isError && data === undefined);
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-6 px-4 py-6 sm:px-6 lg:py-10">
      <BackToCredits />
      <PageHeading
        title={t`Plans`}
        about={t`Credits that come by themselves. They add up, and stay as long as you use any once a year.`}
      />
      {failed ? (
        <ReadFault title={t`The plans could not be read`} query={failed} />
      ) : plans.data && selling.data && current.data !== undefined ? (
        <Cards plans={plans.data} selling={selling.data} current={current.data} />
      ) : (
        <div aria-busy="true" className="grid gap-6">
          <Skeleton className="h-9 w-56" />
          <div className="grid gap-4 lg:grid-cols-3">
            {[0, 1, 2].map((card) => (
              <Skeleton key={card} className="h-[30rem] rounded-md" />
            ))}
          </div>
        </div>
      )}
    </div>
  );
};
