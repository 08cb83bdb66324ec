import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { moduleOf } from '../../api/job-request.ts';
import { formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { BuyFields } from './buy-fields.tsx';
import { waitingInWords } from './checkout-words.ts';
import { keptRequests } from './kept-request.ts';
import { PayButton } from './pay-button.tsx';
import { missingCredits, purchasable, type Shortage } from './shortage.ts';
import { useBuying } from './use-buying.ts';

const ROUND = [1_000, 10_000] as const;

type QuickBuyDialogProps = {
  shortage: Shortage;
  /** The credits are there: what was refused goes on from here. Where the payment leaves the page, the order's page sees to it. */
  onBought: () => void;
  onClose: () => void;
};

const aboutOf = ({ costCredits, balanceCredits, owedCredits }: Shortage): string => {
  if (owedCredits > 0) {
    return plural(owedCredits, {
      one: 'A payment was given back after its credits were spent. # credit is owed, and is cleared first. Nothing was charged.',
      other:
        'A payment was given back after its credits were spent. # credits are owed, and are cleared first. Nothing was charged.',
    });
  }
  const balance = formatNumber(balanceCredits);
  return plural(costCredits, {
    one: `This costs # credit, and there are ${balance}. Nothing was charged.`,
    other: `This costs # credits, and there are ${balance}. Nothing was charged.`,
  });
};

/** Not enough for a job: buys what is missing, with the number filled in, and lets the job go on (UI-21). */
export const QuickBuyDialog = ({ shortage, onBought, onClose }: QuickBuyDialogProps) => {
  const { t } = useLingui();
  const navigate = useNavigate();
  const form = useId();
  const missing = missingCredits(shortage);
  const firstCredits = purchasable(missing);
  const buying = useBuying({
    firstCredits,
    request: shortage.request,
    onEnd: ({ kind, order }) => {
      if (kind === 'waiting') {
        void navigate({ to: '/studio/credits/orders/$orderId', params: { orderId: order.id } });
        return;
      }
      keptRequests.forget(order.id);
      onBought();
    },
  });
  return (
    <Dialog
      // A checkout over the page has to be above everything, and nothing is above a modal dialog.
      open={!buying.isAtCheckout}
      onClose={() => !buying.isPaying && onClose()}
      closesOnBackdrop={false}
      size="md"
      title={plural(missing, { one: '# credit missing', other: '# credits missing' })}
      description={aboutOf(shortage)}
      footer={
        <>
          <Button onClick={onClose} disabled={buying.isPaying}>
            <Trans>Not now</Trans>
          </Button>
          <PayButton buying={buying} form={form} />
        </>
      }
    >
      <form
        id={form}
        aria-label={t`Buy credits`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          buying.pay();
        }}
      >
        <BuyFields
          buying={buying}
          presets={[...new Set([firstCredits, ...ROUND.filter((many) => many > firstCredits)])]}
        />
        {buying.seller && <p className="mt-2 text-sm font-medium">{waitingInWords(moduleOf(shortage.request))}</p>}
      </form>
    </Dialog>
  );
};
