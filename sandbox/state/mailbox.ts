import { IDEMPOTENCY_KEEP_MS, IDEMPOTENCY_KEYS_MAX, MAIL_PREVIEW_MAX_CHARS, MAILBOX_MAX_MAILS } from '../limits.ts';

/** A mail as it was handed over. Addresses are as written, with names. */
export type Mail = {
  from: string;
  to: string[];
  subject: string;
  html?: string | undefined;
  text?: string | undefined;
  reply_to: string[];
  headers: Record<string, string>;
  tags: { name: string; value?: string | undefined }[];
};

/** A mail in the box; `sent_at` is unix ms. */
export type KeptMail = Mail & { id: string; sent_at: number };

/** A line of the list; `preview` is the beginning of its plain text, if it has any. */
export type MailLine = { id: string; sent_at: number; from: string; to: string[]; subject: string; preview: string };

/** What makes two requests to send one and the same. */
export type SendKey = { account: string; key: string; fingerprint: string };

/** `repeated` is an earlier mail again; `conflict` is an earlier key with another mail. */
export type Delivery = { outcome: 'sent' | 'repeated'; id: string } | { outcome: 'conflict' };

type MailRow = { id: string; sent_at: number; document: string };
type LineRow = { id: string; sent_at: number; sender: string; recipients: string; subject: string; preview: string };

const FOR_ADDRESS = '(?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(mails.addresses) WHERE value = ?1))';

/** The address alone, in lower case: `Ann <Ann@x.example>` is `ann@x.example`. */
export const bareAddress = (address: string): string =>
  (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();

const readMail = ({ id, sent_at, document }: MailRow): KeptMail => ({ ...(JSON.parse(document) as Mail), id, sent_at });

/** The mails that were sent, the newest of them, and the keys under which they were. */
export class Mailbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS mails (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sent_at INTEGER NOT NULL, sender TEXT NOT NULL,
      recipients TEXT NOT NULL, addresses TEXT NOT NULL, subject TEXT NOT NULL, preview TEXT NOT NULL,
      document TEXT NOT NULL) STRICT`);
    sql.exec(`CREATE TABLE IF NOT EXISTS send_keys (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
      mail_id TEXT NOT NULL, used_at INTEGER NOT NULL, UNIQUE (account, key)) STRICT`);
  }

  /** Puts a mail into the box, once a key. */
  deliver(mail: Mail, sendKey: SendKey | undefined): Delivery {
    const now = Date.now();
    this.#sql.exec('DELETE FROM send_keys WHERE used_at <= ?', now - IDEMPOTENCY_KEEP_MS);
    const earlier = sendKey && this.#findKey(sendKey);
    if (earlier && earlier.fingerprint !== sendKey.fingerprint) return { outcome: 'conflict' };
    if (earlier) return { outcome: 'repeated', id: earlier.mail_id };
    const id = crypto.randomUUID();
    if (sendKey) this.#keepKey(sendKey, id, now);
    this.#keepMail(mail, id, now);
    return { outcome: 'sent', id };
  }

  /** Without their bodies, the newest first. */
  listLines(to: string | undefined): MailLine[] {
    return this.#sql
      .exec<LineRow>(
        `SELECT id, sent_at, sender, recipients, subject, preview FROM mails WHERE ${FOR_ADDRESS} ORDER BY seq DESC`,
        to?.toLowerCase() ?? null,
      )
      .toArray()
      .map(({ sender, recipients, ...line }) => ({ ...line, from: sender, to: JSON.parse(recipients) as string[] }));
  }

  /** Whole mails, the newest first, and how many there are in all. */
  listMails(to: string | undefined, limit: number): { mails: KeptMail[]; count: number } {
    const address = to?.toLowerCase() ?? null;
    const { count } = this.#sql
      .exec<{ count: number }>(`SELECT count(*) AS count FROM mails WHERE ${FOR_ADDRESS}`, address)
      .one();
    const rows = this.#sql.exec<MailRow>(
      `SELECT id, sent_at, document FROM mails WHERE ${FOR_ADDRESS} ORDER BY seq DESC LIMIT ?2`,
      address,
      limit,
    );
    return { mails: rows.toArray().map(readMail), count };
  }

  getMail(id: string): KeptMail | null {
    const [row] = this.#sql.exec<MailRow>('SELECT id, sent_at, document FROM mails WHERE id = ?', id).toArray();
    return row ? readMail(row) : null;
  }

  /** Keys stay: a vendor that lost its copy of a mail still knows that it was sent. */
  clear(to: string | undefined): void {
    this.#sql.exec(`DELETE FROM mails WHERE ${FOR_ADDRESS}`, to?.toLowerCase() ?? null);
  }

  #findKey({ account, key }: SendKey): { fingerprint: string; mail_id: string } | undefined {
    return this.#sql
      .exec<{ fingerprint: string; mail_id: string }>(
        'SELECT fingerprint, mail_id FROM send_keys WHERE account = ? AND key = ?',
        account,
        key,
      )
      .toArray()[0];
  }

  #keepKey({ account, key, fingerprint }: SendKey, mailId: string, now: number): void {
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        'INSERT INTO send_keys (account, key, fingerprint, mail_id, used_at) VALUES (?, ?, ?, ?, ?) RETURNING seq',
        account,
        key,
        fingerprint,
        mailId,
        now,
      )
      .one();
    this.#sql.exec('DELETE FROM send_keys WHERE seq <= ?', seq - IDEMPOTENCY_KEYS_MAX);
  }

  #keepMail(mail: Mail, id: string, now: number): void {
    this.#sql.exec(
      `INSERT INTO mails (id, sent_at, sender, recipients, addresses, subject, preview, document)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      now,
      mail.from,
      JSON.stringify(mail.to),
      JSON.stringify(mail.to.map(bareAddress)),
      mail.subject,
      (mail.text ?? '').slice(0, MAIL_PREVIEW_MAX_CHARS).toWellFormed().replace(/\s+/g, ' ').trim(),
      JSON.stringify(mail),
    );
    // By count and not by number: deleted mails leave gaps.
    this.#sql.exec(
      'DELETE FROM mails WHERE seq NOT IN (SELECT seq FROM mails ORDER BY seq DESC LIMIT ?)',
      MAILBOX_MAX_MAILS,
    );
  }
}
