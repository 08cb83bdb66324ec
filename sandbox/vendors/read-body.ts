import type { HonoRequest } from 'hono';
import { BODY_MAX_BYTES } from '../limits.ts';

/** A request's text; undefined where it is no UTF-8 or larger than any vendor reads. */
export const readUtf8 = async (request: HonoRequest): Promise<string | undefined> => {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > BODY_MAX_BYTES) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** A request's JSON; undefined where it is none. */
export const readJson = async (request: HonoRequest): Promise<unknown> => {
  try {
    return JSON.parse((await readUtf8(request)) ?? '');
  } catch {
    return undefined;
  }
};
