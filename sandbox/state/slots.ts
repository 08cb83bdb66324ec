import { SLOT_LIFE_MS } from '../limits.ts';

/** Whether a call got one of an account's places, and how many are taken now. */
export type SlotAnswer = { id: number | undefined; taken: number };

/** Places for calls under way, for accounts that may have only so many at once. */
export class Slots {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS slots (
      id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, free_at INTEGER NOT NULL) STRICT`);
  }

  take(account: string, limit: number): SlotAnswer {
    this.#sql.exec('DELETE FROM slots WHERE free_at <= ?', Date.now());
    const { taken } = this.#sql
      .exec<{ taken: number }>('SELECT count(*) AS taken FROM slots WHERE account = ?', account)
      .one();
    if (taken >= limit) return { id: undefined, taken };
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO slots (account, free_at) VALUES (?, ?) RETURNING id',
        account,
        Date.now() + SLOT_LIFE_MS,
      )
      .one();
    return { id, taken: taken + 1 };
  }

  free(id: number): void {
    this.#sql.exec('DELETE FROM slots WHERE id = ?', id);
  }
}
