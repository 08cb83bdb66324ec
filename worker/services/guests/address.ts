import ipaddr from 'ipaddr.js';

/** Bytes of an IPv6 address that name a household: a /64 is what one customer is given. */
const IPV6_PREFIX_BYTES = 8;

/**
 * The address a guest is counted by: an IPv4 address, or the /64 of an IPv6 one (also when it is written as IPv4-mapped).
 * Only `CF-Connecting-IP` is read, which the edge sets and a client cannot; every other header is the client's own word.
 * @returns `local` where there is no edge in front.
 */
export const guestAddress = (headers: Headers): string => {
  const value = headers.get('CF-Connecting-IP')?.trim();
  if (!value || !ipaddr.isValid(value)) return 'local';
  const address = ipaddr.process(value);
  if (address.kind() === 'ipv4') return `v4:${address.toString()}`;
  const prefix = address.toByteArray().slice(0, IPV6_PREFIX_BYTES);
  return `v6:${prefix.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
