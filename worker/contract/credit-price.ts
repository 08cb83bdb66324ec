/** PLAN-05: US cents for 100 credits, bought once. */
export const CENTS_PER_100_CREDITS = 275;
/** PLAN-06: the least and the most of one purchase. */
export const PURCHASE_MIN_CREDITS = 100;
export const PURCHASE_MAX_CREDITS = 90_000;

/** What credits cost, in US cents: 2.75 each, half a cent rounded up. Integers all the way. */
export const centsOfCredits = (credits: number): number => Math.floor((credits * CENTS_PER_100_CREDITS + 50) / 100);

/** How many credits that many US cents are, rounded to the nearest (PLAN-09); a cent is never exactly between two. */
export const creditsOfCents = (cents: number): number =>
  Math.floor((cents * 200 + CENTS_PER_100_CREDITS) / (2 * CENTS_PER_100_CREDITS));

/** Cents of a dollar in the hundredths of another currency, of which `minorPerUsd` are a dollar; half rounded up. */
export const convertCents = (cents: number, minorPerUsd: number): number =>
  Math.floor((cents * minorPerUsd + 50) / 100);

/** The way back: hundredths of another currency in cents of a dollar, to the nearest. One cent is one again after both. */
export const centsOfMinor = (minor: number, minorPerUsd: number): number =>
  Math.floor((minor * 200 + minorPerUsd) / (2 * minorPerUsd));
