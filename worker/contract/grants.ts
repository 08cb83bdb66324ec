/** What the house gives and what it takes back: the amounts and times of it, in one place. */

/** BILL-01: what every new account begins with. */
export const SIGNUP_GRANT_CREDITS = 5_000;
/** BILL-02: what the Free plan gives at each monthly boundary, counted from sign-up; the first a month after. */
export const MONTHLY_GRANT_CREDITS = 500;

const DAY_MS = 86_400_000;
/** BILL-11: so long without activity, and the balance expires. */
export const IDLE_EXPIRY_MS = 365 * DAY_MS;
/** How long before that it is announced, both times for certain: a late announcement puts the day off. */
export const EXPIRY_FIRST_NOTICE_MS = 30 * DAY_MS;
export const EXPIRY_LAST_NOTICE_MS = 7 * DAY_MS;
