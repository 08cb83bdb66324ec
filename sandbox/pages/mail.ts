import { Hono } from 'hono';
import { z } from 'zod';
import type { SandboxEnv } from '../env.ts';
import {
  MAIL_ADDRESS_MAX_CHARS,
  MAIL_LIST_DEFAULT,
  MAIL_LIST_MAX,
  MAILBOX_REFRESH_SECONDS,
  MAILBOX_WATCH_SECONDS,
} from '../limits.ts';
import { openState } from '../state/open-state.ts';
import { MAIL_SANDBOX, mailList, mailView, missingMail } from './mail-views.ts';
import { writePage } from './page.ts';

/** A mail is a stranger's page: it may be looked at, here and nowhere else, and can do nothing. */
const MAIL_POLICY = [
  `sandbox ${MAIL_SANDBOX}`,
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** At the end of a mail, so that the frame itself goes nowhere. */
const OPEN_OUTSIDE = '<base target="_blank">';

const addressSchema = z
  .string()
  .trim()
  .max(MAIL_ADDRESS_MAX_CHARS)
  .transform((to) => to || undefined)
  .optional();
const listQuerySchema = z.object({
  to: addressSchema,
  limit: z.coerce.number().int().min(1).max(MAIL_LIST_MAX).default(MAIL_LIST_DEFAULT),
});

const refuse = (code: string, message: string) => ({ error: { code, message } });

/** The mailbox, for people (`/sandbox/mail`) and for tests (`/sandbox/mail.json`). */
export const mailPages = new Hono<{ Bindings: SandboxEnv }>()
  .get('/mail', async (c) => {
    const to = addressSchema.safeParse(c.req.query('to')).data;
    const refresh_seconds = to === undefined ? MAILBOX_REFRESH_SECONDS : MAILBOX_WATCH_SECONDS;
    const is_watching = c.req.query('watch') !== 'off';
    const lines = await openState(c.env).listMailLines(to);
    return writePage(c, {
      title: 'Mailbox',
      layout: 'mailbox',
      body: mailList({ lines, to, is_watching, refresh_seconds, now: Date.now() }),
      refresh_seconds: is_watching ? refresh_seconds : undefined,
    });
  })
  .get('/mail.json', async (c) => {
    const query = listQuerySchema.safeParse(c.req.query());
    if (!query.success) return c.json(refuse('invalid_request', z.prettifyError(query.error)), 422);
    return c.json(await openState(c.env).listMails(query.data.to, query.data.limit));
  })
  .delete('/mail', async (c) => {
    if (c.env.FAULTS !== 'on') return c.json(refuse('not_found', 'Here the mailbox is not cleared by hand.'), 404);
    await openState(c.env).clearMails(addressSchema.parse(c.req.query('to')));
    return c.body(null, 204);
  })
  .get('/mail/:id', async (c) => {
    const mail = await openState(c.env).getMail(c.req.param('id'));
    if (!mail) return writePage(c, { title: 'No such mail', layout: 'mailbox', body: missingMail, status: 404 });
    const to = addressSchema.safeParse(c.req.query('to')).data;
    return writePage(c, { title: mail.subject, layout: 'mailbox', body: mailView(mail, to, Date.now()) });
  })
  .get('/mail/:id/html', async (c) => {
    const mail = await openState(c.env).getMail(c.req.param('id'));
    if (mail?.html === undefined) return c.text('This mail has no designed part.', 404);
    return c.body(mail.html + OPEN_OUTSIDE, 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': MAIL_POLICY,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
  });
