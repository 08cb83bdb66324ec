import type { NotificationKind } from '../../contract/notification-kinds.ts';

/** Mails that tell of something that has happened, as they wait in `outgoing_mails`. */
export type MailKind = NotificationKind | 'account_deleted' | 'enterprise_request';

/** What a mail says, by its parts. */
export type Said = { subject: string; lead: string; paragraphs: string[]; action?: string };

/** What it may speak of, in the reader's way of writing numbers and days. */
export type Facts = {
  email: string;
  day: string;
  host: string;
  credits: string;
  owed: string;
  amount: string;
  receipt: string;
  company: string;
  message: string;
};
