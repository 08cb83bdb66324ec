/** So many digits before the point that no amount leaves the whole numbers. */
const DECIMAL = /^(\d{1,12})(?:\.(\d{1,18}))?$/;

/**
 * An amount in hundredths as decimal text has it, exactly; less than a hundredth does not count.
 * @returns undefined for anything that is no plain decimal number, such as a negative one or one with an exponent
 */
export const readDecimal = (text: string): number | undefined => {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, whole = '', fraction = ''] = match;
  return Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'));
};

/** Hundredths as decimal text with two places. */
export const writeDecimal = (amountMinor: number): string => {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) throw new RangeError(`${amountMinor} is no amount`);
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
};

/** What `JSON.parse` tells its reviver besides: how a value was written. */
type Source = { source?: string };

/** JSON whose numbers stay the text that they were written as: an amount is signed as it was written. Undefined for none. */
export const tryExactJson = (text: string): unknown => {
  const keepNumbers = (_: string, value: unknown, { source }: Source): unknown =>
    typeof value === 'number' ? source : value;
  try {
    return JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
};
