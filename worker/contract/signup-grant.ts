/** BILL-01: what every new account begins with. */
export const SIGNUP_GRANT_CREDITS = 5_000;

/** What somebody proves with a captcha that he has done: it is part of the token. */
export const SIGNUP_GRANT_ACTION = 'signup-grant';
