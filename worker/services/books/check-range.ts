import { DAY_MS } from '../../contract/admin-figures.ts';
import { FIGURES_MAX_DAYS } from '../../contract/limits.ts';
import { invalidFields } from '../../errors.ts';

/** @throws AppError validation_failed for a time without a day, or one too long to draw. */
export const checkRange = ({ from, to }: { from: number; to: number }): void => {
  if (to > from && to - from <= FIGURES_MAX_DAYS * DAY_MS) return;
  const message = `From one day to ${FIGURES_MAX_DAYS} of them.`;
  throw invalidFields([{ pointer: '#query/to', code: 'out_of_range', message }]);
};
