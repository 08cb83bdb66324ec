import { z } from 'zod';
import { ProviderError, type ProviderErrorCode, type VendorWire } from './provider.ts';
import { errorOfStatus, tryJson } from './stream.ts';

/** How a reply ends, good or bad; the vendor leaves it out of an event now and then. */
const outcomeSchema = z.object({
  base_resp: z.object({ status_code: z.int(), status_msg: z.string().nullish() }).nullish(),
});

/** What the numbers mean; one that is not here is about the request. */
const MEANINGS: Readonly<Record<number, ProviderErrorCode>> = {
  1000: 'unavailable',
  1001: 'timeout',
  1002: 'rate_limited',
  1004: 'unauthorized',
  1008: 'exhausted',
  1013: 'unavailable',
  1024: 'unavailable',
  1033: 'unavailable',
  1039: 'rate_limited',
  1041: 'rate_limited',
  2045: 'rate_limited',
  2049: 'unauthorized',
  2056: 'exhausted',
};

/** What a reply says. @throws ProviderError for one that is an error, whatever its HTTP status, or not as agreed */
export const parseReply = <T>(wire: VendorWire, response: Response, schema: z.ZodType<T>, text: string): T => {
  const json = tryJson(text);
  const outcome = outcomeSchema.safeParse(json).data?.base_resp;
  if (outcome && outcome.status_code !== 0) {
    const { status_code: code, status_msg: message } = outcome;
    throw errorOfStatus(wire, response, {
      words: `${code} ${message ?? ''}`.trim(),
      code: MEANINGS[code] ?? 'rejected',
    });
  }
  const reply = schema.safeParse(json);
  if (reply.success) return reply.data;
  throw new ProviderError(wire.provider, 'bad_response', 'a reply is not as agreed');
};
