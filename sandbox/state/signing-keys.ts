import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

export const SIGNING_ALGORITHM = 'ES256';

/** The key that signs access tokens, made when it is first asked for and kept from then on. */
export class SigningKeys {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS signing_keys (id INTEGER PRIMARY KEY CHECK (id = 1), jwk TEXT NOT NULL) STRICT',
    );
  }

  /** The private key as a JWK with `kid` and `alg`. */
  async getPrivateJwk(): Promise<JWK> {
    const kept = this.#read();
    if (kept) return kept;
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const named: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: SIGNING_ALGORITHM, use: 'sig' };
    // Two callers may both have made one while the other waited: the first that is written is the key.
    this.#sql.exec('INSERT OR IGNORE INTO signing_keys (id, jwk) VALUES (1, ?)', JSON.stringify(named));
    return this.#read() ?? named;
  }

  #read(): JWK | undefined {
    const [row] = this.#sql.exec<{ jwk: string }>('SELECT jwk FROM signing_keys WHERE id = 1').toArray();
    return row && (JSON.parse(row.jwk) as JWK);
  }
}
