import {
  centsOfCredits,
  centsOfMinor,
  convertCents,
  creditsOfCents,
  PURCHASE_MAX_CREDITS,
  PURCHASE_MIN_CREDITS,
} from '../../../../worker/contract/credit-price.ts';

/** What was typed last, and into which of the two fields. `isLeft`: the field has been left since. */
export type Typed = { field: 'credits' | 'amount'; text: string; isLeft: boolean };

/** Digits, perhaps in groups: `90,000`, `90 000`. */
const WHOLE = /^(?:\d+|\d{1,3}(?:[.,\s]\d{3})+)$/;
/** The same, as India groups it as well, perhaps with hundredths: `27.5`, `2,475.00`, `2 475,00`, `2,06,464.50`. */
const DECIMAL = /^(\d+|\d{1,3}(?:[,\s]\d{2,3})*[,\s]\d{3})(?:[.,](\d{0,2}))?$/;

const digitsOf = (text: string): number => Number(text.replaceAll(/\D/g, ''));

/** Whole credits out of a text; undefined for what is no whole number. */
export const readCredits = (text: string): number | undefined => (WHOLE.test(text.trim()) ? digitsOf(text) : undefined);

/** Hundredths out of a text, digit by digit, whatever separates them; undefined for what is no amount. */
export const readAmount = (text: string): number | undefined => {
  const found = DECIMAL.exec(text.replaceAll(/[$₹]|USD|INR/g, '').trim());
  if (!found) return undefined;
  const [, whole = '', hundredths = ''] = found;
  return digitsOf(whole) * 100 + Number(hundredths.padEnd(2, '0'));
};

export const minorOfCredits = (credits: number, minorPerUsd: number): number =>
  convertCents(centsOfCredits(credits), minorPerUsd);

const creditsOf = ({ field, text }: Typed, minorPerUsd: number): number | undefined => {
  if (field === 'credits') return readCredits(text);
  const minor = readAmount(text);
  return minor === undefined ? undefined : creditsOfCents(centsOfMinor(minor, minorPerUsd));
};

/** `credits` is undefined for what cannot be bought; `fault` is told once it is certain that nothing more is typed. */
export type Reckoned = { credits: number | undefined; fault: 'unreadable' | 'out_of_range' | undefined };

/** How many credits are meant. @param minorPerUsd hundredths of the currency in a dollar */
export const reckon = (typed: Typed, minorPerUsd: number): Reckoned => {
  const credits = creditsOf(typed, minorPerUsd);
  if (credits === undefined) return { credits, fault: typed.isLeft ? 'unreadable' : undefined };
  if (credits >= PURCHASE_MIN_CREDITS && credits <= PURCHASE_MAX_CREDITS) return { credits, fault: undefined };
  const isCertain = typed.isLeft || credits > PURCHASE_MAX_CREDITS;
  return { credits: undefined, fault: isCertain ? 'out_of_range' : undefined };
};
