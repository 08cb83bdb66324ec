import type { Role } from './users.ts';

/** What a token may be limited to. `admin` is the management of the account and, for operators, of the service. */
export const TOKEN_SCOPES = ['read', 'generate', 'admin'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** By which of a plan's two limits a request is counted: `work` makes or changes something, `reads` looks. */
export const LIMIT_CLASSES = ['reads', 'work'] as const;
export type LimitClass = (typeof LIMIT_CLASSES)[number];

const EVERYBODY = ['guest', 'user', 'paid', 'admin', 'superadmin'] as const satisfies readonly Role[];
const SIGNED_IN = ['user', 'paid', 'admin', 'superadmin'] as const satisfies readonly Role[];
const OPERATORS = ['admin', 'superadmin'] as const satisfies readonly Role[];
const SUPERADMIN = ['superadmin'] as const satisfies readonly Role[];

type Rule = {
  roles: readonly Role[];
  /** The scope that a token needs; null where a token needs none. */
  scope: TokenScope | null;
  limit: LimitClass;
  /** What it is, for people; printed in docs/security.md. */
  says: string;
  /** Signed by somebody who calls often from few addresses: these are not counted, and what is not signed is refused. */
  isSigned?: true;
};

/**
 * The one table of what each role may do. A route names one line of it; the guard enforces that line, the OpenAPI
 * document and docs/security.md print it, and the generated tests try every route with every role.
 */
export const PERMISSIONS = {
  look_around: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'See what the house shows to everybody' },
  sign_in: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'Sign in, and stay signed in' },
  speak: {
    roles: EVERYBODY,
    scope: 'generate',
    limit: 'work',
    says: 'Have a sentence spoken; a guest within his tries',
  },
  estimate: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'Ask what something would cost' },
  read_own: { roles: SIGNED_IN, scope: 'read', limit: 'reads', says: 'Read and download what is one’s own' },
  generate: { roles: SIGNED_IN, scope: 'generate', limit: 'work', says: 'Create and cancel jobs, paid in credits' },
  upload: { roles: SIGNED_IN, scope: 'generate', limit: 'work', says: 'Announce a file that is going to be sent' },
  send_upload: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'Send a part of a file by its signed link' },
  finish_upload: { roles: SIGNED_IN, scope: 'generate', limit: 'reads', says: 'Have a file looked at, or remove it' },
  tidy_history: { roles: SIGNED_IN, scope: 'generate', limit: 'reads', says: 'Remove a result, and bring it back' },
  tell_of_work: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'Tell, signed, that a vendor’s work is done' },
  report_work: { roles: EVERYBODY, scope: null, limit: 'reads', says: 'Report on a job as its worker, by signature' },
  use_work_link: {
    roles: EVERYBODY,
    scope: null,
    limit: 'reads',
    says: 'Read or put a file of a job by a signed link',
  },
  buy: { roles: SIGNED_IN, scope: 'admin', limit: 'work', says: 'Order credits and plans, and pay for them' },
  tell_of_payment: {
    roles: EVERYBODY,
    scope: null,
    limit: 'reads',
    says: 'Tell, signed, that money has come',
    isSigned: true,
  },
  tidy_up: { roles: SIGNED_IN, scope: 'admin', limit: 'reads', says: 'Mark as read, keep a preference, sign out' },
  manage_account: {
    roles: SIGNED_IN,
    scope: 'admin',
    limit: 'work',
    says: 'Change the account, its tokens and sessions',
  },
  operate: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'reads',
    says: 'See users, audit log and live events of the house',
  },
  block_users: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'work',
    says: 'Block and unblock users; admins by a superadmin',
  },
  give_credits: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'work',
    says: 'Give credits and correct balances; an admin’s by a superadmin, one’s own never',
  },
  keep_books: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'work',
    says: 'Take up what processors told or set it aside, say what vendors cost, tick off alerts, mark requests',
  },
  refund_payments: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'work',
    says: 'Give payments back; an admin’s by a superadmin, one’s own never',
  },
  change_limits: { roles: OPERATORS, scope: 'admin', limit: 'work', says: 'Change the request limits of a plan' },
  manage_vendors: {
    roles: OPERATORS,
    scope: 'admin',
    limit: 'work',
    says: 'Switch vendors and models on and off, set their prices, assign voices, have voices listed anew',
  },
  manage_workers: {
    roles: SUPERADMIN,
    scope: 'admin',
    limit: 'work',
    says: 'Have external workers make a model’s jobs',
  },
  manage_vendor_keys: {
    roles: SUPERADMIN,
    scope: 'admin',
    limit: 'work',
    says: 'Add, change and retire the house’s keys of vendors',
  },
  retry_deletions: { roles: OPERATORS, scope: 'admin', limit: 'work', says: 'Have files removed that wait for it' },
  change_roles: { roles: SUPERADMIN, scope: 'admin', limit: 'work', says: 'Change the role of a user' },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

/** True when a role may do this. */
export const mayRole = (role: Role, permission: Permission): boolean =>
  (PERMISSIONS[permission].roles as readonly Role[]).includes(role);
