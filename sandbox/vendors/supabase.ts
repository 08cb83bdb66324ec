import { type Context, Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';
import type { Grant } from '../state/accounts.ts';
import { openState } from '../state/open-state.ts';
import { sha256 } from './sha256.ts';
import { SupabaseError } from './supabase-error.ts';
import { authorizeSchema, pkceGrantSchema, refreshGrantSchema } from './supabase-schema.ts';
import { describeUser, publicKeySet, readSessionId, writeSession } from './supabase-session.ts';

const BASE_PATH = '/auth/v1';
const KEYS_CACHE = 'public, max-age=600';

type SupabaseContext = Context<{ Bindings: SandboxEnv }>;

const readIssuer = (c: SupabaseContext): string => new URL(c.req.url).origin + BASE_PATH;

const requireApiKey = (c: SupabaseContext): Response | undefined =>
  c.req.header('apikey') || c.req.query('apikey')
    ? undefined
    : // The gateway before Supabase Auth says this, in a shape of its own.
      c.json(
        { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' },
        401,
      );

const readJson = async (c: SupabaseContext): Promise<unknown> => {
  try {
    return await c.req.json();
  } catch {
    throw new SupabaseError(400, 'bad_json', 'Could not parse request body as JSON');
  }
};

const grantByCode = async (c: SupabaseContext): Promise<Grant> => {
  const body = pkceGrantSchema.safeParse(await readJson(c));
  if (!body.success) {
    const message = 'invalid request: both auth code and code verifier should be non-empty';
    throw new SupabaseError(400, 'validation_failed', message);
  }
  const challenge = await sha256(body.data.code_verifier);
  const redeemed = await openState(c.env).redeemCode(body.data.auth_code, challenge);
  switch (redeemed.outcome) {
    case 'granted':
      return redeemed.grant;
    case 'unknown':
      throw new SupabaseError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
    case 'expired':
      throw new SupabaseError(422, 'flow_state_expired', 'invalid flow state, flow state has expired');
    case 'wrong_challenge': {
      const message = 'code challenge does not match previously saved code verifier';
      throw new SupabaseError(400, 'bad_code_verifier', message);
    }
  }
};

const grantByRefresh = async (c: SupabaseContext): Promise<Grant> => {
  const body = refreshGrantSchema.safeParse(await readJson(c));
  if (!body.success) throw new SupabaseError(400, 'validation_failed', 'refresh_token required');
  const refreshed = await openState(c.env).refreshSession(body.data.refresh_token);
  if (refreshed.outcome === 'granted') return refreshed.grant;
  if (refreshed.outcome === 'unknown') {
    throw new SupabaseError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
  }
  throw new SupabaseError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
};

const readGrant = (c: SupabaseContext): Promise<Grant> => {
  const type = c.req.query('grant_type');
  if (type === 'pkce') return grantByCode(c);
  if (type === 'refresh_token') return grantByRefresh(c);
  throw new SupabaseError(400, 'invalid_credentials', 'unsupported_grant_type');
};

/** Supabase Auth as far as Google with PKCE needs it; README.md describes it. */
export const supabase = new Hono<{ Bindings: SandboxEnv }>()
  .basePath(BASE_PATH)
  .get('/authorize', (c) => {
    const request = authorizeSchema.safeParse(c.req.query());
    if (!request.success) {
      throw new SupabaseError(400, 'validation_failed', request.error.issues[0]?.message ?? 'Invalid request');
    }
    // The page checks where it sends people; the address is relative, so it is found wherever the sandbox is seen.
    return c.redirect(`/sandbox/supabase/authorize?${new URLSearchParams(request.data)}`, 302);
  })
  .get('/.well-known/jwks.json', async (c) => {
    const key = await openState(c.env).getSigningKey();
    return c.json(publicKeySet(key), 200, { 'Cache-Control': KEYS_CACHE });
  })
  .post('/token', async (c) => {
    const refused = requireApiKey(c);
    if (refused) return refused;
    const state = openState(c.env);
    const grant = await readGrant(c);
    return c.json(await writeSession(grant, readIssuer(c), await state.getSigningKey()));
  })
  .get('/user', async (c) => {
    const refused = requireApiKey(c);
    if (refused) return refused;
    const token = /^bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw new SupabaseError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
    const state = openState(c.env);
    const sessionId = await readSessionId(token, readIssuer(c), await state.getSigningKey());
    if (!sessionId) {
      throw new SupabaseError(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature');
    }
    const person = await state.findSession(sessionId);
    if (!person) {
      const message = 'Session from session_id claim in JWT does not exist';
      throw new SupabaseError(403, 'session_not_found', message);
    }
    return c.json(describeUser(person));
  })
  .notFound((c) => c.json({ code: 404, error_code: 'not_found', msg: 'There is no such endpoint.' }, 404))
  .onError((error, c) => {
    if (error instanceof SupabaseError) return c.json(error.toBody(), error.status);
    console.error('supabase failed', error);
    return c.json(new SupabaseError(500, 'unexpected_failure', 'Unexpected failure').toBody(), 500);
  });
