import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '../../context.ts';
import { UPLOAD_LINK_MS } from '../../contract/limits.ts';

type LinkedPart = { uploadId: string; partNumber: number };
type SignedPart = LinkedPart & { expires: number; signature: string };

const macOf = (secret: string, { uploadId, partNumber }: LinkedPart, expires: number): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['upload-part', uploadId, partNumber, expires]))
    .digest();

/** A link that takes one part by PUT from whoever has it, for UPLOAD_LINK_MS. */
export const signLink = ({ config, clock }: Context, part: LinkedPart): { url: string; urlExpiresAt: number } => {
  const expires = clock.now() + UPLOAD_LINK_MS;
  const signature = macOf(config.sessionSecret, part, expires).toString('base64url');
  const query = new URLSearchParams({ expires: String(expires), signature });
  return { url: `/api/uploads/${part.uploadId}/parts/${part.partNumber}?${query}`, urlExpiresAt: expires };
};

/** Whether a link is of this house, for this part, and not over. One that the secret before has signed is as good. */
export const isLinkGood = ({ config, clock }: Context, { signature, expires, ...part }: SignedPart): boolean => {
  const given = Buffer.from(signature, 'base64url');
  const isOurs = config.sessionSecrets.some((secret) => {
    const expected = macOf(secret, part, expires);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isOurs && expires > clock.now();
};
