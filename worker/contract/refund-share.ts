import type { ProcessorId } from './processors.ts';

/**
 * How money goes back: the processor is asked; or somebody does it in its cabinet and writes it down here; or, where the
 * processor does not tell of each refund that is made there, either.
 */
export const REFUND_WAYS: Readonly<Record<ProcessorId, 'asked' | 'by_hand' | 'either'>> = {
  razorpay: 'asked',
  wayforpay: 'either',
  whitepay: 'by_hand',
};

/** How many credits of a payment go when so much of its money is given back, all in all: whole credits, rounded down. */
export const creditsGivenBack = (
  { credits, amountMinor }: { credits: number; amountMinor: number },
  refundedMinor: number,
): number => (amountMinor === 0 ? 0 : Math.floor((credits * refundedMinor) / amountMinor));
