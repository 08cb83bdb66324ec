/** The highest of the vendor's ascending steps that is not above what was asked for, or else his lowest. */
export const highestUpTo = (steps: readonly number[], wanted: number): number =>
  steps.findLast((step) => step <= wanted) ?? steps[0] ?? wanted;

/** The nearest value inside a range. */
export const clampTo = ({ min, max }: { min: number; max: number }, value: number): number =>
  Math.min(max, Math.max(min, value));
