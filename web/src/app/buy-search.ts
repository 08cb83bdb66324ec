export type BuySearch = { credits?: number };

/** How many credits an address asks for; what is no number is left out. */
export const buySearchOf = ({ credits }: Record<string, unknown>): BuySearch =>
  Number.isSafeInteger(Number(credits)) && Number(credits) > 0 ? { credits: Number(credits) } : {};
