/**
 * The nth monthly boundary after a moment, in UTC: the same day and time of a later month, or its last day where it has
 * no such day. Always counted from the first moment, so that a 31st comes back after a February. Unix ms.
 */
export const monthBoundary = (start: number, n: number): number => {
  const at = new Date(start);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + n];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = start - Date.UTC(year, at.getUTCMonth(), at.getUTCDate());
  return Date.UTC(year, month, Math.min(at.getUTCDate(), lastDay)) + timeOfDay;
};

/** The number of the first monthly boundary that is not before a moment; at least 1. */
export const boundaryFrom = (start: number, moment: number): number => {
  const [from, to] = [new Date(start), new Date(moment)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const n = Math.max(1, months);
  return monthBoundary(start, n) >= moment ? n : n + 1;
};
