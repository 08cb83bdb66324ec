import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import { DNS_TTL_SECONDS } from '../limits.ts';

const ZONE = 'receiver.ozvena.example';
/** RFC 1035, RFC 3596. */
const TYPES = { A: 1, AAAA: 28 } as const;
type RecordType = keyof typeof TYPES;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;
/** Addresses of the public internet; nothing is ever sent there. */
const PUBLIC: Record<RecordType, string> = { A: '104.16.0.1', AAAA: '2606:4700::6810:1' };

const querySchema = z.object({ name: z.string().min(1).max(255), type: z.enum(['A', 'AAAA']).default('A') });

/** `10-0-0-7` leads to 10.0.0.7, `v6-fd00--1` to fd00::1: a name that says itself where it leads. */
const addressesOf = (label: string | undefined): Partial<Record<RecordType, string>> => {
  if (label === undefined) return PUBLIC;
  if (/^\d+(-\d+){3}$/.test(label)) return { A: label.replaceAll('-', '.') };
  if (label.startsWith('v6-')) return { AAAA: label.slice('v6-'.length).replaceAll('-', ':') };
  return PUBLIC;
};

const labelIn = (name: string): string | undefined => (name === ZONE ? undefined : name.slice(0, -`.${ZONE}`.length));

/** Cloudflare's resolver over HTTPS in its JSON form, for one zone. */
export const dns = new Hono<{ Bindings: SandboxEnv }>()
  .get('/dns-query', (c) => {
    if (!c.req.header('accept')?.includes('application/dns-json')) return c.text('Unsupported media type', 415);
    const query = querySchema.safeParse(c.req.query());
    if (!query.success) return c.json({ error: 'Invalid query' }, 400);
    const name = query.data.name.toLowerCase();
    const { type } = query.data;
    const isOurs = name === ZONE || name.endsWith(`.${ZONE}`);
    const data = isOurs ? addressesOf(labelIn(name))[type] : undefined;
    const answer = {
      Status: isOurs ? NO_ERROR : NO_SUCH_NAME,
      Question: [{ name, type: TYPES[type] }],
      ...(data === undefined ? {} : { Answer: [{ name, type: TYPES[type], TTL: DNS_TTL_SECONDS, data }] }),
    };
    return c.body(JSON.stringify(answer), 200, { 'Content-Type': 'application/dns-json' });
  })
  .notFound((c) => c.text('Not found', 404));
