import type { Context } from '../../context.ts';
import { INTERFACE_LOCALES } from '../../contract/preferences.ts';
import { raiseAlert } from '../alerts/raise-alert.ts';
import { eventMail } from './event-mail.ts';
import type { MailKind } from './mail-kinds.ts';

/** Most mails of one run; the next minute's takes the rest. */
const RUN_MAX_MAILS = 50;
/** Tried so often, over about a day and a half; then the operators are told and the mail is given up. */
const ATTEMPTS_MAX = 12;
const FIRST_WAIT_MS = 60_000;
const WAIT_MAX_MS = 6 * 3_600_000;

type DueMail = {
  id: string;
  recipient: string;
  kind: MailKind;
  params: string;
  attempts: number;
  locale: string | null;
};

/** Takes the mails whose time has come; each counts as tried, so that a run which dies does not lose or repeat them at once. */
const takeDue = async (ctx: Context): Promise<DueMail[]> => {
  const now = ctx.clock.now();
  const { results } = await ctx.db
    .prepare(
      `UPDATE outgoing_mails SET attempts = attempts + 1, next_try_at = ?1 + MIN(?2 << MIN(attempts, 20), ?3)
        WHERE id IN (SELECT id FROM outgoing_mails WHERE next_try_at <= ?1 ORDER BY next_try_at LIMIT ?4)
        RETURNING id, recipient, kind, params, attempts, COALESCE(params->>'locale',
          (SELECT u.preferences->>'locale' FROM users u WHERE u.id = outgoing_mails.user_id)) AS locale`,
    )
    .bind(now, FIRST_WAIT_MS, WAIT_MAX_MS, RUN_MAX_MAILS)
    .all<DueMail>();
  return results;
};

const forget = (ctx: Context, id: string) => ctx.db.prepare('DELETE FROM outgoing_mails WHERE id = ?1').bind(id).run();

const send = async (ctx: Context, mail: DueMail): Promise<void> => {
  const { id, recipient, kind, attempts } = mail;
  const locale = INTERFACE_LOCALES.find((known) => known === mail.locale) ?? 'en';
  try {
    const composed = eventMail(kind, JSON.parse(mail.params), { locale, origin: ctx.config.appOrigin });
    await ctx.mailer.send({ to: recipient, ...composed, idempotencyKey: id });
    await forget(ctx, id);
  } catch (error) {
    ctx.log.error('mail_not_sent', error, { mailId: id, kind, attempts });
    if (attempts < ATTEMPTS_MAX) return;
    await forget(ctx, id);
    await raiseAlert(ctx, { kind: 'mail_given_up', detail: { mailId: id, kind } });
  }
};

/**
 * Sends the mails that wait, in the language each reader has chosen. One that cannot be sent waits longer each time;
 * none holds up another. A mail may go out twice only when a run dies between its sending and its note; the vendor
 * then drops the second.
 */
export const sendDueMails = async (ctx: Context): Promise<void> => {
  for (const mail of await takeDue(ctx)) await send(ctx, mail);
};
