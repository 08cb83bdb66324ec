import { base64url } from 'jose';

/** SHA-256 of a text in UTF-8, as base64url without padding: just what PKCE calls S256. */
export const sha256 = async (text: string): Promise<string> =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
