import type { Context } from '../../context.ts';
import { challengeOf, newFlow, signFlow } from './google-flow.ts';

/** The path that Google's people come back to (API-11). */
export const GOOGLE_RETURN_PATH = '/auth/callback';

/** Where to send the browser, and what it has to keep until it comes back. */
export type GoogleDeparture = { location: string; state: string; cookie: string };

/**
 * Begins a sign-in with Google.
 * @param input.next where to go on to afterwards, a path of ours.
 * @returns undefined where it is not set up.
 */
export const beginGoogle = (ctx: Context, input: { next: string }): GoogleDeparture | undefined => {
  if (!ctx.google) return undefined;
  const flow = newFlow(input.next, ctx.clock.now());
  const redirectTo = `${ctx.config.appOrigin}${GOOGLE_RETURN_PATH}?${new URLSearchParams({ state: flow.state })}`;
  return {
    location: ctx.google.authorizeUrl({ redirectTo, codeChallenge: challengeOf(flow.codeVerifier) }),
    state: flow.state,
    cookie: signFlow(ctx.config.sessionSecret, flow),
  };
};
