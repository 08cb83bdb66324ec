import type { Mail, Mailer } from '../../worker/providers/resend.ts';
import { type TestContext, testContext } from './context.ts';

export type Mailbox = { ctx: TestContext; mails: Mail[]; to(email: string): Mail[] };

export const newEmail = (): string => `${crypto.randomUUID()}@example.com`;
/** A place nobody has asked for a code from. */
export const newPlace = (): string => `v4:${crypto.randomUUID()}`;

/** A context whose mails arrive here. */
export const withMailbox = (): Mailbox => {
  const mails: Mail[] = [];
  const mailer: Mailer = { send: async (mail) => ({ id: String(mails.push(mail)) }) };
  return { ctx: testContext({ mailer }), mails, to: (email) => mails.filter((mail) => mail.to === email) };
};

/** The six digits in a mail. */
export const codeIn = (mail: Mail | undefined): string =>
  /(\d{3}) (\d{3})/
    .exec(mail?.text ?? '')
    ?.slice(1)
    .join('') ?? '';

export const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');
