import { base64url } from 'jose';
import { callSandbox } from './sandbox-support.ts';

export const APP = 'https://app.example';
export const BACK = `${APP}/api/auth/google/callback?state=xyz`;
export const PAGE = `${APP}/sandbox/supabase/authorize`;
export const AUTH = 'https://auth.ozvena.example/auth/v1';
export const ISSUER = AUTH;

export type Session = {
  access_token: string;
  token_type: string;
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: { id: string; email: string; email_confirmed_at?: string } & Record<string, unknown>;
};
export type Refusal = { code: number; error_code: string; msg: string };

export const newVerifier = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)));

export const challengeOf = async (verifier: string): Promise<string> =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

export type SignIn = { provider: string; redirect_to: string; code_challenge: string; code_challenge_method: string };

export const newSignIn = async (verifier: string, own: Partial<SignIn> = {}): Promise<SignIn> => ({
  provider: 'google',
  redirect_to: BACK,
  code_challenge: await challengeOf(verifier),
  code_challenge_method: 's256',
  ...own,
});

export const openChooser = (signIn: Partial<SignIn>): Promise<Response> =>
  callSandbox(`${PAGE}?${new URLSearchParams(signIn)}`);

/** Chooses a demo person, or types in somebody. */
export const choose = (
  signIn: Partial<SignIn>,
  who: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  callSandbox(PAGE, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams({ ...signIn, ...who }) });

export const ownPerson = (): { email: string; name: string; email_verified: string } => ({
  email: `eve.${crypto.randomUUID().slice(0, 8)}@example.com`,
  name: 'Eve Adams',
  email_verified: 'yes',
});

/** The code somebody comes back with. */
export const codeOf = (answer: Response): string => {
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code');
  if (answer.status !== 303 || !code) throw new Error(`no code: ${answer.status} ${answer.headers.get('location')}`);
  return code;
};

export const askToken = (grant: string, body: unknown, own: Record<string, string> = {}): Promise<Response> =>
  callSandbox(`${AUTH}/token?grant_type=${grant}`, {
    method: 'POST',
    headers: { apikey: 'anon', 'content-type': 'application/json', ...own },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export const redeem = (auth_code: string, code_verifier: string): Promise<Response> =>
  askToken('pkce', { auth_code, code_verifier });

/** The whole way: chooser, code, session. */
export const signIn = async (who: Record<string, string>): Promise<Session> => {
  const verifier = newVerifier();
  const code = codeOf(await choose(await newSignIn(verifier), who));
  const answer = await redeem(code, verifier);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
};
