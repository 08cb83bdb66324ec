import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { users } from '../../db/schema.ts';
import { type ComposedMail, composeMail } from '../mail/compose-mail.ts';

const UNEXPECTED = 'If this was not you, sign in, end every session you do not know, and write to us.';

const MAILS: Record<'on' | 'off', ComposedMail> = {
  on: composeMail({
    subject: 'Your second factor is on',
    lead: 'Signing in to Ozvena now asks for a code of your authenticator app.',
    paragraphs: ['Keep your recovery codes where you find them without your phone.', UNEXPECTED],
  }),
  off: composeMail({
    subject: 'Your second factor is off',
    lead: 'Signing in to Ozvena no longer asks for a code of your authenticator app.',
    paragraphs: [UNEXPECTED],
  }),
};

const send = async (ctx: Context, userId: string, event: 'on' | 'off'): Promise<void> => {
  const user = await ctx.orm.select({ email: users.email }).from(users).where(eq(users.id, userId)).get();
  if (user?.email) await ctx.mailer.send({ to: user.email, ...MAILS[event], idempotencyKey: ctx.ids.next() });
};

/** Tells the owner by mail, after the reply. What has been done stays done when the mail cannot be sent. */
export const tellOwner = (ctx: Context, userId: string, event: 'on' | 'off'): void =>
  ctx.defer(send(ctx, userId, event).catch((error: unknown) => ctx.log.error('second_factor_mail_failed', error)));
