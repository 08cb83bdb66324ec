/** What somebody proves with a captcha that he has done: it is part of the token. */
export const SIGNUP_GRANT_ACTION = 'signup-grant';
