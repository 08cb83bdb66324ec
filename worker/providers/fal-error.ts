import { z } from 'zod';
import type { ProviderError, ProviderErrorCode, VendorWire } from './provider.ts';
import { errorOfStatus, readText, tryJson } from './stream.ts';

const refusalSchema = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() })).min(1),
  ]),
});

/** What fal says of a refusal: a sentence, or a list of what is wrong with the input. Undefined for anything else. */
export const readDetail = async (wire: VendorWire, response: Response): Promise<string | undefined> => {
  const parsed = refusalSchema.safeParse(tryJson(await readText(wire, response.body)));
  if (!parsed.success) return undefined;
  const { detail } = parsed.data;
  return typeof detail === 'string' ? detail : detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ');
};

/** An account without money is locked: 403, as for a key without a right. */
const EXHAUSTED = /exhausted balance|user is locked/i;

/** Of a result that is asked for too soon: nothing is wrong with it. */
const NOT_YET = /still in progress/i;

const meaningOf = (words: string): ProviderErrorCode | undefined => {
  if (EXHAUSTED.test(words)) return 'exhausted';
  return NOT_YET.test(words) ? 'unavailable' : undefined;
};

/** @param words what `readDetail` found in it */
export const toFalError = (wire: VendorWire, response: Response, words: string | undefined): ProviderError => {
  return errorOfStatus(wire, response, { words, code: words === undefined ? undefined : meaningOf(words) });
};
