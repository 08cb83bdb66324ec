import { MEASURE_OF } from '../script/measure.ts';
import { ProviderError, type SpeechLimits, type VendorWire } from './provider.ts';

/** The highest of the vendor's ascending steps that is not above what was asked for, or else his lowest. */
export const highestUpTo = (steps: readonly number[], wanted: number): number =>
  steps.findLast((step) => step <= wanted) ?? steps[0] ?? wanted;

/** The nearest value inside a range. */
export const clampTo = ({ min, max }: { min: number; max: number }, value: number): number =>
  Math.min(max, Math.max(min, value));

/** For vendors that take more than is good: theirs is not the limit. @throws ProviderError rejected */
export const refuseTooLong = (
  { provider }: Pick<VendorWire, 'provider'>,
  { maxPerCall, unit }: SpeechLimits,
  text: string,
): void => {
  if (MEASURE_OF[unit](text) <= maxPerCall) return;
  throw new ProviderError(provider, 'rejected', `the text is over ${maxPerCall} ${unit}`);
};
