import { z } from 'zod';
import type { ProviderError, ProviderErrorCode, VendorWire } from './provider.ts';
import { errorOfStatus, readText, tryJson } from './stream.ts';

// The three shapes: of today, of before, and of the framework's own validation.
const refusalSchema = z.object({
  detail: z.union([
    z.object({ code: z.string().nullish(), status: z.string().nullish(), message: z.string().nullish() }),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() })).min(1),
    z.string(),
  ]),
});

/** What ElevenLabs says of a refusal, whatever the shape. */
export type ElevenLabsRefusal = { code: string; message: string };

const toRefusal = ({ detail }: z.infer<typeof refusalSchema>): ElevenLabsRefusal => {
  if (typeof detail === 'string') return { code: 'error', message: detail };
  if (!Array.isArray(detail)) return { code: detail.code ?? detail.status ?? 'error', message: detail.message ?? '' };
  const message = detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ');
  return { code: 'invalid_request', message };
};

/** Undefined where the answer is of none of the shapes. */
export const readRefusal = async (wire: VendorWire, response: Response): Promise<ElevenLabsRefusal | undefined> => {
  const parsed = refusalSchema.safeParse(tryJson(await readText(wire, response.body)));
  return parsed.success ? toRefusal(parsed.data) : undefined;
};

/** Where the code says more than the status, under which ElevenLabs puts quite different things. */
const MEANINGS: Readonly<Record<string, ProviderErrorCode>> = {
  // 401, as for a key that is wrong.
  quota_exceeded: 'exhausted',
  // 429, although it is not the caller who asks too much.
  system_busy: 'unavailable',
  // 403, but it is the wish that is refused and not the key.
  output_format_not_allowed: 'rejected',
};

export const toError = (
  wire: VendorWire,
  response: Response,
  refusal: ElevenLabsRefusal | undefined,
): ProviderError => {
  if (!refusal) return errorOfStatus(wire, response);
  const code = Object.hasOwn(MEANINGS, refusal.code) ? MEANINGS[refusal.code] : undefined;
  return errorOfStatus(wire, response, { words: `${refusal.code}: ${refusal.message}`, code });
};
