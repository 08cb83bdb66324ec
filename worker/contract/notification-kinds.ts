/** Of these one may choose whether and how one hears. */
export const OPTIONAL_NOTICES = ['job_completed', 'job_failed'] as const;
export type OptionalNotice = (typeof OPTIONAL_NOTICES)[number];
/** Of what touches the safety of the account one always hears, in the bell and by mail. */
export const SECURITY_NOTICES = [
  'email_changed',
  'second_factor_on',
  'second_factor_off',
  'deletion_planned',
  'deletion_called_off',
] as const;

/** The same holds for what the house does on its own and only its owner can put right. */
export const SERVICE_NOTICES = [
  'webhook_disabled',
  'credits_expiring',
  'payment_received',
  'payment_refunded',
  'plan_payment_failed',
  'plan_halted',
  'plan_ended',
] as const;
/** Everything that is no matter of choice. */
export type CertainNotice = (typeof SECURITY_NOTICES | typeof SERVICE_NOTICES)[number];

export const NOTIFICATION_KINDS = [...OPTIONAL_NOTICES, ...SECURITY_NOTICES, ...SERVICE_NOTICES] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What holds where nothing was chosen. */
export const NOTICE_DEFAULTS = { bell: true, email: false } as const;
