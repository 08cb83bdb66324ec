import { html } from 'hono/html';
import type { KeptMail, MailLine } from '../state/mailbox.ts';
import type { Html } from './page.ts';
import { emptyView, FULL_TIME, writeTime } from './parts.ts';

/** The name before an address, or the address. */
const shortName = (address: string): string =>
  /^\s*"?([^"<]*[^"<\s])"?\s*</.exec(address)?.[1] ?? address.replace(/[<>]/g, '').trim();

const mailboxPath = (query: Record<string, string | undefined>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '/sandbox/mail' : `/sandbox/mail?${new URLSearchParams(given)}`;
};

const line = (mail: MailLine, to: string | undefined, now: number): Html => {
  const query = to === undefined ? '' : `?${new URLSearchParams({ to })}`;
  return html`<li><a class="line" href="/sandbox/mail/${mail.id}${query}">
    <span class="who" dir="auto">${shortName(mail.from)}</span>
    <span class="what"><b dir="auto">${mail.subject || 'No subject'}</b> <span class="preview" dir="auto">${mail.preview}</span></span>
    <span class="when">${writeTime(mail.sent_at, now)}</span>
    <span class="whom">to <span dir="auto">${mail.to.join(', ')}</span></span>
  </a></li>`;
};

const empty = (to: string | undefined): Html =>
  emptyView(
    to === undefined
      ? 'When Ozvena sends a mail, it lands here.'
      : html`No mail has been sent to <b dir="auto">${to}</b>.`,
  );

type ListView = {
  lines: MailLine[];
  to: string | undefined;
  is_watching: boolean;
  refresh_seconds: number;
  now: number;
};

const watchLine = ({ lines, to, is_watching, refresh_seconds }: ListView): Html => {
  const count = lines.length === 1 ? '1 mail' : `${lines.length} mails`;
  const other = mailboxPath({ to, watch: is_watching ? 'off' : undefined });
  const state = is_watching ? `looking again every ${refresh_seconds} seconds` : 'not looking for new mail';
  return html`<p class="state"><span>${count}, ${state}.</span> <a href="${other}">${is_watching ? 'Stop looking' : 'Look again'}</a></p>`;
};

/** The list of mails, for everybody or for one address. */
export const mailList = (view: ListView): Html => html`<main>
  <div class="lead">
    <h1>Mailbox</h1>
    <p>Every mail Ozvena would send ends here. Nothing is delivered to anybody.</p>
  </div>
  <form class="filter" action="/sandbox/mail" method="get" role="search">
    <label for="to">Mail to</label>
    <input id="to" name="to" type="text" inputmode="email" autocomplete="off" spellcheck="false" placeholder="name@example.com" value="${view.to ?? ''}">
    <button>Show</button>
    ${view.to === undefined ? '' : html`<a href="/sandbox/mail">Show all</a>`}
  </form>
  ${watchLine(view)}
  ${view.lines.length === 0 ? empty(view.to) : html`<ol class="lines">${view.lines.map((mail) => line(mail, view.to, view.now))}</ol>`}
</main>`;

const facts = (mail: KeptMail, now: number): Html => {
  const rows: [string, Html | string][] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ...(mail.reply_to.length > 0 ? [['Reply to', mail.reply_to.join(', ')] as [string, string]] : []),
    ['Sent', html`${FULL_TIME.format(mail.sent_at)} UTC, ${writeTime(mail.sent_at, now)}`],
    ...Object.entries(mail.headers),
    ...mail.tags.map(({ name, value }): [string, string] => ['Tag', value === undefined ? name : `${name}: ${value}`]),
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`;
};

/** What links in a mail may do: open a window of their own, and nothing else. No script of a mail ever runs. */
export const MAIL_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** One mail: what is known of it, its page in a frame of its own, and its plain text. */
export const mailView = (mail: KeptMail, to: string | undefined, now: number): Html => html`<main>
  <p class="back"><a href="${mailboxPath({ to })}">← Mailbox</a></p>
  <h1 dir="auto">${mail.subject || 'No subject'}</h1>
  ${facts(mail, now)}
  ${
    mail.html === undefined
      ? html`<p class="note">This mail has no designed part.</p>`
      : html`<section><h2>As designed</h2><iframe title="The mail as designed" sandbox="${MAIL_SANDBOX}" src="/sandbox/mail/${mail.id}/html"></iframe></section>`
  }
  ${
    mail.text === undefined
      ? html`<p class="note">This mail has no plain text.</p>`
      : html`<section><h2>As plain text</h2><pre dir="auto">${mail.text}</pre></section>`
  }
</main>`;

export const missingMail = html`<main>
  <p class="back"><a href="/sandbox/mail">← Mailbox</a></p>
  <div class="empty"><h1>This mail is not here</h1><p>It was never sent, was cleared away, or made room for newer ones.</p></div>
</main>`;
