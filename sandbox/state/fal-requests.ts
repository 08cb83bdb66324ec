import { FAL_CONCURRENT_MAX, FAL_REQUESTS_MAX, FAL_RUN_MAX_MS } from '../limits.ts';

/** What a request came to: a status with the JSON that goes with it. */
export type FalAnswer = { status: number; body: string; billable_units: number };

export type FalRequest = { id: string; account: string; model: string; input: string };
/** @property webhook an address that wants to hear how it ended */
export type NewFalRequest = FalRequest & { webhook: string | undefined };

/** @property at ms since 1970 */
export type FalLog = { at: number; message: string };

export type FalProgress =
  | { status: 'IN_QUEUE'; queue_position: number }
  | { status: 'IN_PROGRESS' }
  | { status: 'COMPLETED'; answer: FalAnswer; inference_seconds: number };

type Row = {
  seq: number;
  status: FalProgress['status'];
  answer: string | null;
  begun_at: number | null;
  ended_at: number | null;
};

/** Requests that wait, run, or have come to an answer. Each account has a few that run at once. */
export class FalRequests {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS fal_requests (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, account TEXT NOT NULL, model TEXT NOT NULL,
      input TEXT NOT NULL, status TEXT NOT NULL, answer TEXT, begun_at INTEGER, ended_at INTEGER) STRICT`);
    sql.exec('CREATE TABLE IF NOT EXISTS fal_webhooks (seq INTEGER PRIMARY KEY, url TEXT NOT NULL) STRICT');
    sql.exec(
      'CREATE TABLE IF NOT EXISTS fal_logs (seq INTEGER NOT NULL, at INTEGER NOT NULL, message TEXT NOT NULL) STRICT',
    );
  }

  /** @returns how many of the account's stand before it */
  add({ id, account, model, input, webhook }: NewFalRequest): number {
    const { seq } = this.#sql
      .exec<{ seq: number }>(
        `INSERT INTO fal_requests (id, account, model, input, status) VALUES (?, ?, ?, ?, 'IN_QUEUE') RETURNING seq`,
        id,
        account,
        model,
        input,
      )
      .one();
    if (webhook) this.#sql.exec('INSERT INTO fal_webhooks (seq, url) VALUES (?, ?)', seq, webhook);
    for (const table of ['fal_requests', 'fal_webhooks', 'fal_logs']) {
      this.#sql.exec(`DELETE FROM ${table} WHERE seq <= ?`, seq - FAL_REQUESTS_MAX);
    }
    return this.#countBefore(account, seq);
  }

  /** The next one that may run. One that has run for too long was forgotten by whoever ran it, and is run again. */
  take(now: number): FalRequest | undefined {
    const [next] = this.#sql
      .exec<FalRequest>(
        `UPDATE fal_requests SET status = 'IN_PROGRESS', begun_at = ?1 WHERE seq = (
           SELECT seq FROM fal_requests r WHERE (status = 'IN_QUEUE' OR (status = 'IN_PROGRESS' AND begun_at < ?2))
             AND (SELECT COUNT(*) FROM fal_requests o
               WHERE o.account = r.account AND o.status = 'IN_PROGRESS' AND o.begun_at >= ?2) < ?3
           ORDER BY seq LIMIT 1)
         RETURNING id, account, model, input`,
        now,
        now - FAL_RUN_MAX_MS,
        FAL_CONCURRENT_MAX,
      )
      .toArray();
    return next;
  }

  /** @returns the address that wants to hear of it, the first time that it ends */
  finish(id: string, answer: FalAnswer, now: number): string | undefined {
    const [ended] = this.#sql
      .exec<{ seq: number }>(
        `UPDATE fal_requests SET status = 'COMPLETED', answer = ?2, ended_at = ?3
         WHERE id = ?1 AND status = 'IN_PROGRESS' RETURNING seq`,
        id,
        JSON.stringify(answer),
        now,
      )
      .toArray();
    const [webhook] = this.#sql
      .exec<{ url: string }>('SELECT url FROM fal_webhooks WHERE seq = ?', ended?.seq ?? null)
      .toArray();
    return webhook?.url;
  }

  addLog(id: string, message: string, now: number): void {
    this.#sql.exec(
      'INSERT INTO fal_logs (seq, at, message) SELECT seq, ?2, ?3 FROM fal_requests WHERE id = ?1',
      id,
      now,
      message,
    );
  }

  /** The oldest first. */
  listLogs(id: string): FalLog[] {
    return this.#sql
      .exec<FalLog>(
        'SELECT at, message FROM fal_logs WHERE seq = (SELECT seq FROM fal_requests WHERE id = ?) ORDER BY rowid',
        id,
      )
      .toArray();
  }

  /** Undefined where the account has no such request of this app. @param app the first two parts of the model's id */
  find(id: string, account: string, app: string): FalProgress | undefined {
    const [row] = this.#sql
      .exec<Row>(
        `SELECT seq, status, answer, begun_at, ended_at FROM fal_requests
         WHERE id = ? AND account = ? AND (model = ? OR substr(model, 1, ?) = ?)`,
        id,
        account,
        app,
        app.length + 1,
        `${app}/`,
      )
      .toArray();
    if (!row) return undefined;
    if (row.status === 'IN_QUEUE') return { status: row.status, queue_position: this.#countBefore(account, row.seq) };
    if (row.status === 'IN_PROGRESS' || row.answer === null) return { status: 'IN_PROGRESS' };
    const inference_seconds = ((row.ended_at ?? 0) - (row.begun_at ?? 0)) / 1_000;
    return { status: 'COMPLETED', answer: JSON.parse(row.answer) as FalAnswer, inference_seconds };
  }

  /** @returns whether it still waited and will not be run any more */
  cancel(id: string): boolean {
    return this.#sql.exec(`DELETE FROM fal_requests WHERE id = ? AND status = 'IN_QUEUE'`, id).rowsWritten > 0;
  }

  #countBefore(account: string, seq: number): number {
    return this.#sql
      .exec<{ count: number }>(
        `SELECT COUNT(*) AS count FROM fal_requests WHERE account = ? AND seq < ? AND status = 'IN_QUEUE'`,
        account,
        seq,
      )
      .one().count;
  }
}
