import { z } from 'zod';
import { readDetail, toFalError } from './fal-error.ts';
import { ProviderError, type VendorCredential, type VendorWire } from './provider.ts';
import { callVendor, errorOfStatus, readAgreed } from './stream.ts';
import { isVendorAddress } from './vendor-file.ts';

/** Where fal keeps what its models made, and what was handed over. */
export const FAL_FILE_HOSTS = /(?:^|\.)fal\.media$/;
/** The part of its API that is no model. */
export const FAL_REST_URL = 'https://rest.fal.ai';

/** So many idle times may a file take on its way: nothing is heard before all of it is there. */
const UPLOAD_PATIENCE = 8;

const initiatedSchema = z.object({ upload_url: z.string(), file_url: z.string() });

/** A file to hand over, of exactly so many bytes. */
export type FalUpload = {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
  contentType: string;
  /** Letters, digits, dots, dashes; seen by nobody but fal. */
  name: string;
};

/**
 * Hands a file over to fal, so that a model can be told its address. Whoever has the address can read the file.
 * @throws ProviderError
 * @see https://fal.ai/docs/model-endpoints/cdn
 */
export const uploadToFal = async (
  wire: VendorWire,
  { apiKey }: Pick<VendorCredential, 'apiKey'>,
  { body, sizeBytes, contentType, name }: FalUpload,
  signal: AbortSignal,
): Promise<string> => {
  const initiated = await callVendor(
    wire,
    new Request(`${FAL_REST_URL}/storage/upload/initiate?storage_type=fal-cdn-v3`, {
      method: 'POST',
      headers: { Authorization: `Key ${apiKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ content_type: contentType, file_name: name }),
      signal,
    }),
  );
  if (!initiated.ok) throw toFalError(wire, initiated, await readDetail(wire, initiated));
  const { upload_url, file_url } = await readAgreed(wire, initiated, initiatedSchema);
  if (![upload_url, file_url].every((address) => isVendorAddress(address, FAL_FILE_HOSTS))) {
    throw new ProviderError(wire.provider, 'bad_response', 'wants a file at an address that is not its own');
  }
  // The address is the right to write there: the key stays here.
  const request = new Request(upload_url, {
    method: 'PUT',
    headers: { 'Content-Type': contentType },
    body: body.pipeThrough(new FixedLengthStream(sizeBytes)),
    redirect: 'manual',
    signal,
  });
  const uploaded = await callVendor({ ...wire, idleMs: wire.idleMs * UPLOAD_PATIENCE }, request);
  await uploaded.body?.cancel();
  if (!uploaded.ok) throw errorOfStatus(wire, uploaded);
  return file_url;
};
