import { PAYMENT_WEBHOOKS_LIST_MAX, PAYMENT_WEBHOOKS_MAX } from '../limits.ts';

/** Something that a processor tells, signed, and the address that it is for. */
export type NewWebhook = {
  vendor: string;
  event: string;
  url: string;
  headers: Record<string, string>;
  body: string;
};

/** @property status `waiting` until it was thanked for, or `lost` as a fault ordered; `answer` is the last HTTP status */
export type Webhook = NewWebhook & {
  id: number;
  at: number;
  status: 'waiting' | 'thanked' | 'refused' | 'lost';
  answer: number | null;
};

type Row = Omit<Webhook, 'headers'> & { headers: string };

const readRow = (row: Row): Webhook => ({ ...row, headers: JSON.parse(row.headers) as Record<string, string> });

/** What the processors have told, so that it can be told again, and be looked at. */
export class PaymentOutbox {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS payment_webhooks (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, vendor TEXT NOT NULL, event TEXT NOT NULL,
      url TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL, answer INTEGER) STRICT`);
  }

  add({ vendor, event, url, headers, body }: NewWebhook): Webhook {
    const row = this.#sql
      .exec<Row>(
        `INSERT INTO payment_webhooks (at, vendor, event, url, headers, body, status)
         VALUES (?, ?, ?, ?, ?, ?, 'waiting') RETURNING *`,
        Date.now(),
        vendor,
        event,
        url,
        JSON.stringify(headers),
        body,
      )
      .one();
    this.#sql.exec('DELETE FROM payment_webhooks WHERE id <= ?', row.id - PAYMENT_WEBHOOKS_MAX);
    return readRow(row);
  }

  settle(id: number, status: Webhook['status'], answer: number | null): void {
    this.#sql.exec('UPDATE payment_webhooks SET status = ?, answer = ? WHERE id = ?', status, answer, id);
  }

  find(id: number): Webhook | null {
    const [row] = this.#sql.exec<Row>('SELECT * FROM payment_webhooks WHERE id = ?', id).toArray();
    return row ? readRow(row) : null;
  }

  /** The newest first; only those that hold a text, such as the id of an order. */
  list(text: string | undefined): Webhook[] {
    return this.#sql
      .exec<Row>(
        'SELECT * FROM payment_webhooks WHERE ?1 IS NULL OR instr(body, ?1) > 0 ORDER BY id DESC LIMIT ?2',
        text ?? null,
        PAYMENT_WEBHOOKS_LIST_MAX,
      )
      .toArray()
      .map(readRow);
  }
}
