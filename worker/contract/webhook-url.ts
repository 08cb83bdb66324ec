import { z } from 'zod';
import { WEBHOOK_URL_MAX_CHARS } from './limits.ts';
import type { FieldProblem } from './problem.ts';

export const webhookUrlSchema = z
  .string()
  .max(WEBHOOK_URL_MAX_CHARS)
  .meta({ description: 'https, port 443, a host on the internet.', example: 'https://example.com/hooks/ozvena' });

/** An optional field of every job that runs in the background, beside `clientJobId`. */
export const callbackUrlSchema = webhookUrlSchema.optional().meta({
  description: 'Told of the job’s end, signed with the secret of your callback URLs; tried three times.',
});

/** Names that no public resolver answers for (RFC 6761, 6762, 8375, 9476), and those that houses use inside. */
const INSIDE_NAMES = new Set([
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'localdomain',
  'arpa',
  'alt',
  'onion',
  'invalid',
  'test',
]);

const isAddress = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host);

/** The host as it is looked up: without the dot at its end, which changes nothing. */
export const hostOf = (url: URL): string => url.hostname.replace(/\.$/, '');

type Fault = Pick<FieldProblem, 'code' | 'message'>;

const fault = (message: string): Fault => ({ code: 'unsafe_url', message });

/**
 * What is wrong with an address that somebody wants us to call, as far as its text tells; undefined when nothing is.
 * It is judged as the platform parses it, never as it is written: `https://2130706433` names 127.0.0.1.
 * @param ownHost the host of the house, which does not call itself.
 */
export const findUrlFault = (text: string, ownHost: string): Fault | undefined => {
  if (!URL.canParse(text)) return { code: 'invalid_format', message: 'This is not the address of a web page.' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return fault('Only addresses that begin with https:// are called.');
  if (url.username || url.password) return fault('An address must not carry a name or a password.');
  if (url.port) return fault('Only the usual port of https (443) is called.');
  if (url.hash) return fault('What follows a # is never sent. Leave it out.');
  const host = hostOf(url);
  if (isAddress(host)) return fault('Name a host; numeric addresses are not called.');
  const labels = host.split('.');
  if (labels.length < 2 || labels.includes('')) return fault('Name a host that is known on the internet.');
  if (INSIDE_NAMES.has(labels.at(-1) ?? '')) return fault('This host is not on the internet.');
  if (host === ownHost) return fault('Ozvena does not call itself.');
  return undefined;
};
