/** What the token of a new account is called; a client may put it in words of its own. */
export const FIRST_TOKEN_NAME = 'First token';
