/** In this header the route names the session that a socket belongs to; what a client sends in it is dropped there. */
export const SESSION_HEADER = 'X-Ozvena-Session';

/** Close codes of the live socket beyond the standard ones. */
export const CLOSE_TOO_BIG = 1009;
export const CLOSE_TRY_LATER = 1013;
/** The session has ended: sign in again. */
export const CLOSE_SESSION_ENDED = 4401;
