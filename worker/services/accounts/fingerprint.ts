import { createHmac } from 'node:crypto';
import type { Context } from '../../context.ts';
import { USER_AGENT_MAX_CHARS } from '../../contract/limits.ts';
import { guestAddress } from '../guests/address.ts';

/**
 * By which the sign-ups of one place are counted (AUTH-10, G-02): its address (an IPv4 address or an IPv6 /64) and its
 * user agent, as a hash with our key. It can be compared, and nobody can be found by it.
 */
export const fingerprintOf = (ctx: Pick<Context, 'config'>, headers: Headers): string =>
  createHmac('sha256', ctx.config.sessionSecret)
    .update(
      JSON.stringify([
        'sign-up',
        guestAddress(headers),
        (headers.get('User-Agent') ?? '').slice(0, USER_AGENT_MAX_CHARS),
      ]),
    )
    .digest('hex');
