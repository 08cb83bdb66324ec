import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId } from 'react';
import { usePageTitle } from '../../app/page-title.ts';
import { Card } from '../../ui/card.tsx';
import { PageHeading } from '../studio/page-heading.tsx';
import { BackToCredits } from './back-to-credits.tsx';
import { BuyFields } from './buy-fields.tsx';
import { PayButton } from './pay-button.tsx';
import { purchasable } from './shortage.ts';
import { useBuying } from './use-buying.ts';

const FIRST_CREDITS = 1_000;
const PRESETS = [100, 1_000, 10_000, 90_000] as const;

/** Credits, bought once: how many, for how much, and how they are paid. */
export const BuyPage = () => {
  const { t } = useLingui();
  usePageTitle(t`Buy credits`);
  const navigate = useNavigate();
  const { credits } = useSearch({ from: '/studio/credits/buy' });
  const form = useId();
  const buying = useBuying({
    firstCredits: purchasable(credits ?? FIRST_CREDITS),
    onEnd: ({ order }) => void navigate({ to: '/studio/credits/orders/$orderId', params: { orderId: order.id } }),
  });
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-6 sm:px-6 lg:py-10">
      <BackToCredits />
      <PageHeading title={t`Buy credits`} about={t`Paid once, without a subscription.`} />
      <Card className="p-4 sm:p-6">
        <form
          id={form}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            buying.pay();
          }}
        >
          <BuyFields buying={buying} presets={PRESETS} />
          <div className="flex flex-wrap items-center justify-between gap-4 border-t border-line pt-4">
            <p className="max-w-[46ch] text-xs text-ink-3">
              <Trans>Credits stay as long as you use any once a year.</Trans>
            </p>
            <PayButton buying={buying} form={form} />
          </div>
        </form>
      </Card>
    </div>
  );
};
