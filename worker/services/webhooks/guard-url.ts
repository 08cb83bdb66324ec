import ipaddr from 'ipaddr.js';
import type { Context } from '../../context.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { findUrlFault, hostOf } from '../../contract/webhook-url.ts';
import { invalidFields, unavailable } from '../../errors.ts';
import { ProviderError } from '../../providers/provider.ts';

/** All of IPv6 that is given out for the public internet. */
const PUBLIC_V6 = ipaddr.IPv6.parse('2000::');
const PUBLIC_V6_BITS = 3;

/** True for an address of the public internet; false for every special range, for IPv4 within IPv6, and for nonsense. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(PUBLIC_V6, PUBLIC_V6_BITS);
};

type Fault = Pick<FieldProblem, 'code' | 'message'>;

/**
 * What is wrong with calling this address now; undefined when nothing is. Asked when it is saved and again before each
 * call, since a name may lead elsewhere meanwhile. One private address among several is enough to refuse.
 * @throws ProviderError when the resolver does not answer: then nobody may be called.
 */
export const guardUrl = async (
  { webhooks, config }: Pick<Context, 'webhooks' | 'config'>,
  url: string,
): Promise<Fault | undefined> => {
  const fault = findUrlFault(url, new URL(config.appOrigin).hostname);
  if (fault) return fault;
  const addresses = await webhooks.resolve(hostOf(new URL(url)));
  if (addresses.length === 0) return { code: 'unknown_host', message: 'There is no such host.' };
  if (!addresses.every(isPublicAddress)) return { code: 'unsafe_url', message: 'This host is not on the internet.' };
  return undefined;
};

/**
 * @param guard what else than the public internet is called, if anything
 * @throws AppError validation_failed for an address that is not called; unavailable when that cannot be found out.
 */
export const requireSafeUrl = async (ctx: Context, url: string, pointer: string, guard = guardUrl): Promise<void> => {
  try {
    const fault = await guard(ctx, url);
    if (fault) throw invalidFields([{ pointer, ...fault }]);
  } catch (error) {
    if (error instanceof ProviderError)
      throw unavailable('The host of this address could not be looked up. Try again.');
    throw error;
  }
};
