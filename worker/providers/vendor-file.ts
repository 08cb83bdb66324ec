import { ProviderError, type VendorWire } from './provider.ts';
import { callVendor, errorOfStatus } from './stream.ts';

/** Whether an address is one of the vendor's own. @param hosts where he keeps files */
export const isVendorAddress = (address: string, hosts: RegExp): boolean => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'https:' && url.port === '' && hosts.test(url.hostname);
};

/**
 * Fetches what a vendor has made, at the address that he names in his reply. It is asked for without the key.
 * @param hosts where the vendor keeps files: an address anywhere else is no address of his
 * @throws ProviderError bad_response for such an address, and for a file that is not there
 */
export const fetchVendorFile = async (
  wire: VendorWire,
  address: string,
  { hosts, signal }: { hosts: RegExp; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> => {
  if (!isVendorAddress(address, hosts)) {
    throw new ProviderError(wire.provider, 'bad_response', 'named a file that is not at an address of its own');
  }
  const response = await callVendor(wire, new Request(address, { signal, redirect: 'manual' }));
  if (response.ok && response.body) return response.body;
  await response.body?.cancel();
  if (response.status >= 500 || response.status === 429) throw errorOfStatus(wire, response);
  throw new ProviderError(wire.provider, 'bad_response', `its file was answered with ${response.status}`);
};
