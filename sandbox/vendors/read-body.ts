import type { HonoRequest } from 'hono';
import { BODY_MAX_BYTES } from '../limits.ts';

/** A request's text; undefined where it is no UTF-8 or larger than the vendor reads. */
export const readUtf8 = async (request: HonoRequest, maxBytes = BODY_MAX_BYTES): Promise<string | undefined> => {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** A request's JSON; undefined where it is none. */
export const readJson = async (request: HonoRequest, maxBytes?: number): Promise<unknown> => {
  try {
    return JSON.parse((await readUtf8(request, maxBytes)) ?? '');
  } catch {
    return undefined;
  }
};
