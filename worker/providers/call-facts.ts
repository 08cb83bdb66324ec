import type { MediaPiece } from './provider.ts';

/** What is known of a call besides what it made: by which key of the house, how soon it began, and what it cost. */
export type CallFacts = {
  keyId: string | null;
  firstByteMs: number | null;
  bill: NonNullable<MediaPiece['bill']> | null;
  /** Millionths of a US dollar, where the vendor tells it. */
  costMicrodollars: number | null;
};

export const NO_FACTS: CallFacts = { keyId: null, firstByteMs: null, bill: null, costMicrodollars: null };

/** Of two calls together: the first says by which key and how soon, and what they cost is added up. */
export const addFacts = (first: CallFacts, second: CallFacts): CallFacts => ({
  keyId: first.keyId ?? second.keyId,
  firstByteMs: first.firstByteMs ?? second.firstByteMs,
  bill:
    first.bill && second.bill
      ? {
          expectedUnits: first.bill.expectedUnits + second.bill.expectedUnits,
          billedUnits: first.bill.billedUnits + second.bill.billedUnits,
        }
      : (first.bill ?? second.bill),
  costMicrodollars:
    first.costMicrodollars === null && second.costMicrodollars === null
      ? null
      : (first.costMicrodollars ?? 0) + (second.costMicrodollars ?? 0),
});

/** The facts with what one more piece of the call tells. */
export const withFactsOf = (facts: CallFacts, { call, bill }: Pick<MediaPiece, 'call' | 'bill'>): CallFacts =>
  call || bill ? addFacts(facts, { ...NO_FACTS, ...call, bill: bill ?? null }) : facts;
