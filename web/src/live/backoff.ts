const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before try number `attempt` (0 is the first). Doubles up to 30 s; half of it is chance,
 * so that many tabs that lost the same server do not come back together. `random` is in [0, 1).
 */
export const backoffMs = (attempt: number, random: number): number => {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(attempt, 16)));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
};
