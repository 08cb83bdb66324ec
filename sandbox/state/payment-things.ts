import { PAYMENT_THINGS_MAX } from '../limits.ts';

/** Orders, payments, subscriptions and the like of all processors: documents that are found by their ids. */
export class PaymentThings {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS payment_things (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL,
      document TEXT NOT NULL, UNIQUE (kind, id)) STRICT`);
    sql.exec('CREATE INDEX IF NOT EXISTS payment_things_parent ON payment_things (kind, parent)');
  }

  /** Keeps a document, or the newer state of one. @param parent what it belongs to */
  put(kind: string, id: string, document: unknown, parent = ''): void {
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        `INSERT INTO payment_things (kind, id, parent, document) VALUES (?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET document = excluded.document RETURNING seq`,
        kind,
        id,
        parent,
        JSON.stringify(document),
      )
      .one();
    this.#sql.exec('DELETE FROM payment_things WHERE seq <= ?', seq - PAYMENT_THINGS_MAX);
  }

  /** @typeParam T what was put there by this kind */
  get<T>(kind: string, id: string): T | undefined {
    const [row] = this.#sql
      .exec<{ document: string }>('SELECT document FROM payment_things WHERE kind = ? AND id = ?', kind, id)
      .toArray();
    return row && (JSON.parse(row.document) as T);
  }

  /** The newest first; of one parent, or all of a kind. */
  list<T>(kind: string, parent: string | undefined, limit: number): T[] {
    return this.#sql
      .exec<{ document: string }>(
        `SELECT document FROM payment_things WHERE kind = ?1 AND (?2 IS NULL OR parent = ?2)
         ORDER BY seq DESC LIMIT ?3`,
        kind,
        parent ?? null,
        limit,
      )
      .toArray()
      .map(({ document }) => JSON.parse(document) as T);
  }
}
