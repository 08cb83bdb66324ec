const WHOLE_BP = 10_000;

/**
 * The tax in an amount that includes it, both in hundredths of the currency, rounded half up; whole numbers all the way.
 * @param rateBp hundredths of a percent of the amount without it: 2000 is 20 %
 */
export const includedTax = (amountMinor: number, rateBp: number): number => {
  const gross = WHOLE_BP + rateBp;
  return Math.floor((2 * amountMinor * rateBp + gross) / (2 * gross));
};
