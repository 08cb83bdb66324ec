import { z } from 'zod';
import { PKCE_MAX_CHARS, PKCE_MIN_CHARS, REDIRECT_TO_MAX_CHARS } from '../limits.ts';

const CHALLENGE_LENGTH = `code challenge has to be between ${PKCE_MIN_CHARS} and ${PKCE_MAX_CHARS} characters`;
const CHALLENGE_CHARS =
  'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes';

const challengeSchema = z
  .string('PKCE flow requires code_challenge_method and code_challenge')
  .min(PKCE_MIN_CHARS, CHALLENGE_LENGTH)
  .max(PKCE_MAX_CHARS, CHALLENGE_LENGTH)
  .regex(/^[a-zA-Z._~0-9-]+$/, CHALLENGE_CHARS);

/** What a sign-in asks for, in the query of `/authorize` and again in the form of its page. */
export const authorizeSchema = z.object({
  provider: z.literal('google', 'Unsupported provider: only google is played here'),
  redirect_to: z.string('redirect_to is missing').max(REDIRECT_TO_MAX_CHARS, 'redirect_to is too long'),
  code_challenge: challengeSchema,
  code_challenge_method: z
    .string('PKCE flow requires code_challenge_method and code_challenge')
    .toLowerCase()
    .pipe(z.literal('s256', 'Invalid code_challenge_method: only s256 is played here')),
});
export type AuthorizeRequest = z.infer<typeof authorizeSchema>;

export const pkceGrantSchema = z.object({ auth_code: z.string().min(1), code_verifier: z.string().min(1) });
export const refreshGrantSchema = z.object({ refresh_token: z.string().min(1) });
