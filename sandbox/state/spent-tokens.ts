import { TURNSTILE_SPENT_MAX } from '../limits.ts';

/** The captcha tokens that have been redeemed: each is good once. */
export class SpentTokens {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS spent_tokens (
      id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, idempotency_key TEXT) STRICT`);
  }

  /**
   * Redeems a token.
   * @param idempotencyKey a repetition with the same key is the same redemption, and is good again
   * @returns false when it was redeemed before
   */
  spend(token: string, idempotencyKey: string | undefined): boolean {
    const [spent] = this.#sql
      .exec<{ idempotency_key: string | null }>('SELECT idempotency_key FROM spent_tokens WHERE token = ?', token)
      .toArray();
    if (spent) return spent.idempotency_key === idempotencyKey;
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO spent_tokens (token, idempotency_key) VALUES (?, ?) RETURNING id',
        token,
        idempotencyKey ?? null,
      )
      .one();
    this.#sql.exec('DELETE FROM spent_tokens WHERE id <= ?', id - TURNSTILE_SPENT_MAX);
    return true;
  }
}
