import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { keys } from '../../api/queries.ts';
import type { Order } from '../../api/wire.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EchoRings } from '../../ui/echo-rings.tsx';
import { PROCESSOR_NAMES } from './checkout-words.ts';
import { PayNote } from './pay-note.tsx';
import { payOrder } from './pay-order.ts';
import { purchasable } from './shortage.ts';
import { readMoneyAnew } from './use-buying.ts';

type Words = { title: string; about: string };

/** What there is to be said of an order, by how it stands. */
const useWords = ({ status, credits, receivedCredits, processor }: Order): Words => {
  const { t } = useLingui();
  const name = PROCESSOR_NAMES[processor];
  const came = plural(receivedCredits, { one: '# credit', other: '# credits' });
  const asked = plural(credits, { one: '# credit', other: '# credits' });
  switch (status) {
    case 'paid':
      return { title: t`${came} added`, about: t`The payment is here, and they are in your balance.` };
    case 'underpaid':
      return {
        title: t`${came} added, of ${asked}`,
        about: t`Less has come than was asked for. You have as many credits as were paid for.`,
      };
    case 'open':
      return {
        title: t`Waiting for the payment`,
        about:
          processor === 'whitepay'
            ? t`If you have sent it, the network takes a few minutes. We credit what arrives, and this page shows it by itself.`
            : t`If you have paid, ${name} confirms it in a moment, and this page shows it by itself. If not, nothing is charged.`,
      };
    case 'failed':
      return { title: t`The payment was declined`, about: t`Nothing was charged. Try again, or pay in another way.` };
    case 'expired':
      return {
        title: t`This order has run out`,
        about: t`Nothing was paid in time. Should a payment come all the same, it is credited.`,
      };
    case 'created':
      return { title: t`This order was not begun`, about: t`${name} did not answer. Nothing was charged.` };
  }
};

const RINGS = {
  created: 'still',
  open: 'waiting',
  paid: 'done',
  underpaid: 'still',
  failed: 'failed',
  expired: 'still',
} as const;

const Anew = ({ credits, children }: { credits: number; children: ReactNode }) => (
  <Link to="/studio/credits/buy" search={{ credits: purchasable(credits) }} className={buttonClass('line')}>
    {children}
  </Link>
);

/** How an order stands, and what can be done about it. */
export const OrderState = ({ order }: { order: Order }) => {
  const cache = useQueryClient();
  const { title, about } = useWords(order);
  const paying = useMutation({
    mutationFn: payOrder,
    onSuccess: async (end) => {
      if (end.kind === 'left') return;
      cache.setQueryData(keys.order(order.id), end.order);
      await readMoneyAnew(cache);
    },
  });
  const { status, checkout, credits, receivedCredits, paymentId } = order;
  return (
    <div className="grid justify-items-center gap-5 px-4 py-8 text-center sm:px-6">
      <EchoRings state={RINGS[status]} progress={status === 'failed' ? 0.12 : undefined} className="w-28" />
      <div role="status" className="grid max-w-md gap-1.5">
        <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
        <p className="text-sm text-ink-2 wrap-anywhere">{about}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        {checkout !== null && (
          <Button variant="solid" loading={paying.isPending} onClick={() => paying.mutate(order)}>
            {status === 'failed' ? <Trans>Try again</Trans> : <Trans>Pay now</Trans>}
          </Button>
        )}
        {(status === 'open' || status === 'failed') && (
          <Anew credits={credits}>
            <Trans>Pay in another way</Trans>
          </Anew>
        )}
        {(status === 'expired' || status === 'created') && (
          <Anew credits={credits}>
            <Trans>Order again</Trans>
          </Anew>
        )}
        {status === 'underpaid' && (
          <Anew credits={credits - receivedCredits}>
            <Trans>Buy the rest</Trans>
          </Anew>
        )}
        {status === 'paid' && (
          <Link to="/studio" className={buttonClass('line')}>
            <Trans>Back to the studio</Trans>
          </Link>
        )}
        {paymentId !== null && (
          <Link to="/studio/credits/payments/$paymentId" params={{ paymentId }} className={buttonClass('line')}>
            <Trans>Receipt</Trans>
          </Link>
        )}
      </div>
      {checkout !== null && (
        <PayNote error={paying.error} left={paying.data?.kind === 'left' ? paying.data : undefined} />
      )}
    </div>
  );
};
