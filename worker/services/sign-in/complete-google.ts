import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { SignInProblem } from '../../contract/identity.ts';
import { NAME_MAX_CHARS } from '../../contract/limits.ts';
import { nameSchema } from '../../contract/profile.ts';
import { authIdentities } from '../../db/schema.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { GooglePerson } from '../../providers/supabase.ts';
import { type Arrival, meetAccount } from '../accounts/meet-account.ts';
import { readFlow } from './google-flow.ts';

/** What the browser brings back from Google: a code, or why there is none. */
export type GoogleReturn = {
  state: string;
  code: string | undefined;
  error: string | undefined;
  errorCode: string | undefined;
};
export type GoogleOutcome = { arrival: Arrival; next: string } | { problem: SignInProblem; next: string | undefined };

/** What Supabase calls an address that Google has not verified. */
const UNVERIFIED = 'provider_email_needs_verification';

const problemOf = ({ error, errorCode }: GoogleReturn): SignInProblem => {
  if (errorCode === UNVERIFIED) return 'google_unverified';
  return error === 'access_denied' ? 'google_denied' : 'google_unavailable';
};

const findLinked = async (ctx: Context, providerUserId: string): Promise<Arrival | undefined> => {
  const row = await ctx.orm
    .select({ userId: authIdentities.userId })
    .from(authIdentities)
    .where(and(eq(authIdentities.provider, 'google'), eq(authIdentities.providerUserId, providerUserId)))
    .get();
  return row && { userId: row.userId, isNew: false, token: null };
};

const link = (ctx: Context, userId: string, providerUserId: string) =>
  ctx.orm
    .insert(authIdentities)
    .values({ provider: 'google', providerUserId, userId, createdAt: ctx.clock.now() })
    .onConflictDoNothing();

/** Google's name for a person, cut to the length that is kept here; undefined when it will not do. */
const nameOf = ({ name = '' }: GooglePerson): string | undefined =>
  nameSchema.safeParse(name.slice(0, NAME_MAX_CHARS).toWellFormed()).data;

/**
 * The account of a person whom Google knows: the one he is linked to, else the one of his address, else a new one. An
 * address that Google has not verified leads to nobody: whoever wrote it there need not be the one who reads its mail.
 */
const meetPerson = async (ctx: Context, person: GooglePerson, fingerprint: string): Promise<Arrival | undefined> => {
  const linked = await findLinked(ctx, person.providerUserId);
  if (linked) return linked;
  if (!person.isEmailVerified) return undefined;
  const name = nameOf(person);
  const arrival = await meetAccount(ctx, { email: person.email, fingerprint, ...(name ? { name } : {}) });
  await link(ctx, arrival.userId, person.providerUserId);
  return arrival;
};

/**
 * Ends a sign-in with Google, for the browser that began it and nobody else.
 * @param input.fingerprint of the browser, for an account that has to be opened.
 * @param input.cookie what that browser has kept; undefined when it has nothing.
 * @returns the account and where to go on to, or what to say at the door.
 * @throws AppError unavailable.
 */
export const completeGoogle = async (
  ctx: Context,
  input: { returned: GoogleReturn; cookie: string | undefined; fingerprint: string },
): Promise<GoogleOutcome> => {
  const { returned, cookie, fingerprint } = input;
  const { state, code } = returned;
  const flow = cookie && readFlow(ctx.config.sessionSecret, { cookie, state }, ctx.clock.now());
  if (!flow) return { problem: 'google_expired', next: undefined };
  const { next, codeVerifier } = flow;
  if (!ctx.google || code === undefined) return { problem: problemOf(returned), next };
  try {
    const arrival = await meetPerson(ctx, await ctx.google.redeem({ code, codeVerifier }), fingerprint);
    return arrival ? { arrival, next } : { problem: 'google_unverified', next };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // A code is good once: the second of two tabs, or a page that is loaded again, is no fault of anybody.
    if (error.code === 'rejected') return { problem: 'google_expired', next };
    ctx.log.error('google_sign_in_failed', error);
    return { problem: 'google_unavailable', next };
  }
};
