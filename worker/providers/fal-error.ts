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

/** @param words what `readDetail` found in it */
export const toFalError = (wire: VendorWire, response: Response, words: string | undefined): ProviderError => {
  const code: ProviderErrorCode | undefined = words && EXHAUSTED.test(words) ? 'exhausted' : undefined;
  return errorOfStatus(wire, response, { words, code });
};
