/** Short enough to be read out, and remembered. */
const DRAWN_MAX = 9_999;

/** A seed from 1 to 9999. */
export const drawSeed = (): number => 1 + Math.floor(Math.random() * DRAWN_MAX);
