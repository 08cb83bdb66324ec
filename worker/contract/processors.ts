/** Who takes money for us: cards and subscriptions, cards, and crypto. */
export const PROCESSORS = ['razorpay', 'wayforpay', 'whitepay'] as const;
export type ProcessorId = (typeof PROCESSORS)[number];
