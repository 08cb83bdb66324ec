import type { ProcessorId } from './processors.ts';

/** Which processors give nothing back by themselves: somebody does it in their cabinet and writes it down here. */
export const REFUNDED_BY_HAND: readonly ProcessorId[] = ['whitepay'];

/** How many credits of a payment go when so much of its money is given back, all in all: whole credits, rounded down. */
export const creditsGivenBack = (
  { credits, amountMinor }: { credits: number; amountMinor: number },
  refundedMinor: number,
): number => (amountMinor === 0 ? 0 : Math.floor((credits * refundedMinor) / amountMinor));
