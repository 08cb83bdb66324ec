import { RECEIVED_CALLS_MAX, RECEIVED_LIST_MAX } from '../limits.ts';

/** What came to the receiver. `webhook_id` is empty where the caller gave none. */
export type ReceivedCall = { path: string; webhook_id: string; headers: Record<string, string>; body: string };
/** A call as it is kept, with what it was answered. */
export type KeptCall = ReceivedCall & { id: number; at: number; status: number };

type CallRow = {
  id: number;
  at: number;
  path: string;
  status: number;
  webhook_id: string;
  headers: string;
  body: string;
};

const readCall = (row: CallRow): KeptCall => ({ ...row, headers: JSON.parse(row.headers) as Record<string, string> });

/** Calls that the receiver of webhooks got. */
export class ReceivedCalls {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS received_calls (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL,
      webhook_id TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL) STRICT`);
  }

  /**
   * Keeps a call.
   * @param answer the status it is to get the first `times` that this message comes to this path, and 200 from then on;
   * always, where `times` is null
   * @returns the status it gets
   */
  receive(call: ReceivedCall, answer: { status: number; times: number | null }): number {
    const { path, webhook_id, headers, body } = call;
    const { n } = this.#sql
      .exec<{ n: number }>(
        'SELECT count(*) AS n FROM received_calls WHERE path = ? AND webhook_id = ?',
        path,
        webhook_id,
      )
      .one();
    const status = answer.times === null || n < answer.times ? answer.status : 200;
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO received_calls (at, path, status, webhook_id, headers, body) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
        Date.now(),
        path,
        status,
        webhook_id,
        JSON.stringify(headers),
        body,
      )
      .one();
    this.#sql.exec('DELETE FROM received_calls WHERE id <= ?', id - RECEIVED_CALLS_MAX);
    return status;
  }

  /** The newest first, to any path or to one. */
  list(path: string | undefined): KeptCall[] {
    return this.#sql
      .exec<CallRow>(
        'SELECT * FROM received_calls WHERE ?1 IS NULL OR path = ?1 ORDER BY id DESC LIMIT ?2',
        path ?? null,
        RECEIVED_LIST_MAX,
      )
      .toArray()
      .map(readCall);
  }

  find(id: number): KeptCall | null {
    const [row] = this.#sql.exec<CallRow>('SELECT * FROM received_calls WHERE id = ?', id).toArray();
    return row ? readCall(row) : null;
  }
}
