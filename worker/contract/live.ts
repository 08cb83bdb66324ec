/** In these headers the route names whose socket it is and by what he came; what a client sends in them is dropped. */
export const USER_HEADER = 'X-Ozvena-User';
export const CREDENTIAL_HEADER = 'X-Ozvena-Credential';

/** Close codes of the live socket beyond the standard ones. */
export const CLOSE_TOO_BIG = 1009;
export const CLOSE_TRY_LATER = 1013;
/** The session or token is of no use any more, or the account is blocked: sign in again, and hear which. */
export const CLOSE_SESSION_ENDED = 4401;
