import { joinBytes } from '../engine/join-bytes.ts';
import { CALL_SEARCH_MAX_CHARS } from '../limits.ts';

/**
 * The body of a request, at most one byte more than its vendor reads, so that the vendor itself can
 * refuse what is too large. Undefined where there is no body.
 */
export const readBody = async (request: Request, maxBytes: number): Promise<Uint8Array | undefined> => {
  if (!request.body) return undefined;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body as ReadableStream<Uint8Array>) {
    const kept = part.subarray(0, maxBytes + 1 - length);
    parts.push(kept);
    length += kept.length;
    if (length > maxBytes) break;
  }
  return joinBytes(parts);
};

const collectStrings = (value: unknown, found: string[]): void => {
  if (typeof value === 'string') found.push(value);
  else if (Array.isArray(value)) for (const item of value) collectStrings(item, found);
  else if (typeof value === 'object' && value !== null) collectStrings(Object.values(value), found);
};

/** What a marked-up document says: what is between its tags. */
const TAG = /<[^>]*>/g;
const FORM = 'application/x-www-form-urlencoded';
/** Files say nothing. */
const FILE = /^(?:image|audio|video)\//i;

const readStrings = (body: Uint8Array, contentType: string | null): string[] => {
  if (contentType && FILE.test(contentType)) return [];
  const raw = new TextDecoder().decode(body);
  if (contentType?.toLowerCase().startsWith(FORM)) return [...new URLSearchParams(raw).values()];
  if (contentType?.toLowerCase().includes('xml')) return [raw.replace(TAG, '')];
  try {
    const found: string[] = [];
    collectStrings(JSON.parse(raw), found);
    return found;
  } catch {
    // Neither a form nor JSON: a broken body is matched as it came.
    return [raw];
  }
};

/**
 * What a call says, to be matched by `text_includes`: the strings of a JSON body or a form, one a line (a text comes
 * first where it is the first key), the text of XML, or else the body itself; then the values of the query.
 */
export const describeText = (
  body: Uint8Array | undefined,
  contentType: string | null,
  query: URLSearchParams,
): string =>
  [...(body ? readStrings(body, contentType) : []), ...query.values()].join('\n').slice(0, CALL_SEARCH_MAX_CHARS);
