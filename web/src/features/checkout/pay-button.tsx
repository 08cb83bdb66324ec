import { Trans } from '@lingui/react/macro';
import { formatMoney } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { minorOfCredits } from './calculator.ts';
import type { Buying } from './use-buying.ts';

/** The press that pays, with what it costs; it waits for the prices without being shut. @param form the form that it sends */
export const PayButton = ({ buying, form }: { buying: Buying; form: string }) => {
  const { credits, rate, isPaying, selling } = buying;
  const price = credits !== undefined && rate && formatMoney(minorOfCredits(credits, rate.minorPerUsd), rate.currency);
  return (
    <Button
      type="submit"
      form={form}
      variant="solid"
      loading={isPaying}
      disabled={!selling.isPending && rate === undefined}
      className="max-sm:grow"
      data-autofocus
    >
      {price ? <Trans>Pay {price}</Trans> : <Trans>Pay</Trans>}
    </Button>
  );
};
