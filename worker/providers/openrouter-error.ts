import { z } from 'zod';
import { ProviderError, type ProviderErrorCode, type VendorWire } from './provider.ts';
import { errorOfStatus, meaningOf, quoteWords, readText, tryJson } from './stream.ts';

/** What goes wrong, as a body of its own or within an answer. Codes are numbers of HTTP, or words of the model's vendor. */
export const openRouterErrorSchema = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  message: z.string(),
  metadata: z.object({ reasons: z.array(z.string()).nullish() }).nullish(),
});
export type OpenRouterError = z.infer<typeof openRouterErrorSchema>;

const refusalSchema = z.object({ error: openRouterErrorSchema });

/** A key has a limit of its own, and one that has reached it is answered with 403. */
const EXHAUSTED = /key limit exceeded|insufficient credits/i;
const RATE = /rate.?limit/i;

/** What the words say and the status does not. A flagged text is 403 as well, and no word about the key. */
const ownMeaning = ({ message, metadata }: OpenRouterError): ProviderErrorCode | undefined => {
  if (metadata?.reasons) return 'rejected';
  return EXHAUSTED.test(message) ? 'exhausted' : undefined;
};

/** The error that an answer with a bad status is; reads it. What a flagged text said is not repeated. */
export const toOpenRouterError = async (wire: VendorWire, response: Response): Promise<ProviderError> => {
  const refusal = refusalSchema.safeParse(tryJson(await readText(wire, response.body)));
  if (!refusal.success) return errorOfStatus(wire, response);
  const { error } = refusal.data;
  return errorOfStatus(wire, response, { words: error.message, code: ownMeaning(error) });
};

const codeOf = ({ code, message }: OpenRouterError): ProviderErrorCode => {
  const status = Number(code ?? Number.NaN);
  if (status >= 400) return meaningOf(status);
  return RATE.test(`${code} ${message}`) ? 'rate_limited' : 'unavailable';
};

/** The error that stands within an answer of status 200: the model broke off, or never began. */
export const brokenOff = (wire: VendorWire, error: OpenRouterError): ProviderError => {
  const code = ownMeaning(error) ?? codeOf(error);
  const words = code === 'unauthorized' ? '' : `: ${quoteWords(wire, error.message)}`;
  return new ProviderError(wire.provider, code, `the model broke off${words}`);
};
