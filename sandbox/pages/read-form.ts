import { readBody } from '../faults/call-text.ts';
import { BODY_MAX_BYTES } from '../limits.ts';
import type { PageContext } from './page.ts';

/** The fields of a form, the last of each name. Undefined where another site sent it: no other page may choose for somebody. */
export const readForm = async (c: PageContext): Promise<Record<string, string> | undefined> => {
  // Browsers always say where a form came from.
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return undefined;
  const body = new TextDecoder().decode(await readBody(c.req.raw, BODY_MAX_BYTES));
  return Object.fromEntries(new URLSearchParams(body));
};
