import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** What signs access tokens. */
export const SIGNING_ALGORITHM = 'ES256';
/** What signs the webhooks of fal. */
export const FAL_SIGNING_ALGORITHM = 'Ed25519';

const TABLES = { [SIGNING_ALGORITHM]: 'signing_keys', [FAL_SIGNING_ALGORITHM]: 'fal_signing_keys' } as const;

/** A key that signs, made when it is first asked for and kept from then on. */
export class SigningKeys {
  readonly #sql: SqlStorage;
  readonly #algorithm: keyof typeof TABLES;
  readonly #table: string;

  constructor(sql: SqlStorage, algorithm: keyof typeof TABLES) {
    this.#sql = sql;
    this.#algorithm = algorithm;
    this.#table = TABLES[algorithm];
    sql.exec(
      `CREATE TABLE IF NOT EXISTS ${this.#table} (id INTEGER PRIMARY KEY CHECK (id = 1), jwk TEXT NOT NULL) STRICT`,
    );
  }

  /** The private key as a JWK with `kid` and `alg`. */
  async getPrivateJwk(): Promise<JWK> {
    const kept = this.#read();
    if (kept) return kept;
    const { privateKey } = await generateKeyPair(this.#algorithm, { extractable: true });
    const jwk = await exportJWK(privateKey);
    const named: JWK = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: this.#algorithm, use: 'sig' };
    // Two callers may both have made one while the other waited: the first that is written is the key.
    this.#sql.exec(`INSERT OR IGNORE INTO ${this.#table} (id, jwk) VALUES (1, ?)`, JSON.stringify(named));
    return this.#read() ?? named;
  }

  #read(): JWK | undefined {
    const [row] = this.#sql.exec<{ jwk: string }>(`SELECT jwk FROM ${this.#table} WHERE id = 1`).toArray();
    return row && (JSON.parse(row.jwk) as JWK);
  }
}
