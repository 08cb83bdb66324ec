import type { PriceBook } from '../../contract/money.ts';
import { priceOf, ruleOf } from '../../pricing/price.ts';
import { PRICE_BOOK } from '../../pricing/price-book.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';

type PricedTrack = { vendor: SpeechVendorId; chars: number };

/**
 * What tracks cost, by vendor: characters are added up before they are rounded, and what has a flat price has it for
 * each track.
 */
export const priceTracks = (
  tracks: readonly PricedTrack[],
  { hq, prices }: { hq: boolean; prices: PriceBook },
): { provider: SpeechVendorId; credits: number }[] =>
  [...Map.groupBy(tracks, ({ vendor }) => vendor)].map(([provider, own]) => {
    const rule = ruleOf(prices, provider);
    if (rule.kind === 'flat') return { provider, credits: own.length * priceOf(rule, { kind: 'flat' }) };
    const chars = own.reduce((sum, track) => sum + track.chars, 0);
    return { provider, credits: priceOf(rule, { kind: 'per_char', chars, hq }) };
  });

/** Whether a vendor's price is for a text of limited length, whatever that is. Operators change no kind of price. */
export const isFlat = (vendor: SpeechVendorId): boolean => ruleOf(PRICE_BOOK, vendor).kind === 'flat';
