import { ProviderError, type VendorWire } from './provider.ts';
import { callVendor, errorOfStatus } from './stream.ts';

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
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || !hosts.test(url.hostname)) {
    throw new ProviderError(wire.provider, 'bad_response', 'named a file that is not at an address of its own');
  }
  const response = await callVendor(wire, new Request(url, { signal, redirect: 'manual' }));
  if (response.ok && response.body) return response.body;
  await response.body?.cancel();
  if (response.status >= 500 || response.status === 429) throw errorOfStatus(wire, response);
  throw new ProviderError(wire.provider, 'bad_response', `its file was answered with ${response.status}`);
};
