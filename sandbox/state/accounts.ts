import { AUTH_CODE_LIFE_MS, AUTH_CODES_MAX, AUTH_SESSIONS_MAX, PEOPLE_MAX, REFRESH_TOKENS_MAX } from '../limits.ts';

/** Somebody who signed in; `id` is made from the e-mail address, times are unix ms. */
export type Person = {
  id: string;
  email: string;
  name: string;
  email_verified: boolean;
  created_at: number;
  signed_in_at: number;
};

/** Somebody who signs in at this moment. */
export type Arrival = Pick<Person, 'id' | 'email' | 'name' | 'email_verified'>;

/** What a session is given: a refresh token, and whom its access tokens are for. */
export type Grant = { person: Person; session_id: string; refresh_token: string };

export type CodeOutcome = { outcome: 'granted'; grant: Grant } | { outcome: 'unknown' | 'expired' | 'wrong_challenge' };
export type RefreshOutcome = { outcome: 'granted'; grant: Grant } | { outcome: 'unknown' | 'already_used' };

type PersonRow = Omit<Person, 'email_verified'> & { email_verified: number };
type CodeRow = { seq: number; challenge: string; person_id: string; expires_at: number };
type SessionRow = {
  id: string;
  person_id: string;
  current_token: string;
  previous_token: string | null;
  ended_at: number | null;
};

const TABLES = [
  `people (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, email TEXT NOT NULL, name TEXT NOT NULL,
    email_verified INTEGER NOT NULL, created_at INTEGER NOT NULL, signed_in_at INTEGER NOT NULL)`,
  `auth_codes (seq INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, challenge TEXT NOT NULL,
    person_id TEXT NOT NULL, expires_at INTEGER NOT NULL)`,
  `auth_sessions (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL,
    current_token TEXT NOT NULL, previous_token TEXT, ended_at INTEGER)`,
  `refresh_tokens (seq INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL)`,
] as const;

const newToken = (): string => crypto.randomUUID().replaceAll('-', '');

/** People, the codes they were sent back with, and the sessions these were redeemed for. */
export class Accounts {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    for (const table of TABLES) sql.exec(`CREATE TABLE IF NOT EXISTS ${table} STRICT`);
  }

  /**
   * Notes that somebody signed in.
   * @param challenge S256 of the verifier with which alone the code can be redeemed
   * @returns the authorization code: good once, for five minutes
   */
  issueCode(arrival: Arrival, challenge: string): string {
    const now = Date.now();
    this.#keepPerson(arrival, now);
    const code = crypto.randomUUID();
    this.#sql.exec(
      'INSERT INTO auth_codes (code, challenge, person_id, expires_at) VALUES (?, ?, ?, ?)',
      code,
      challenge,
      arrival.id,
      now + AUTH_CODE_LIFE_MS,
    );
    this.#keepNewest('auth_codes', AUTH_CODES_MAX);
    return code;
  }

  /** A wrong challenge leaves the code as it was, as Supabase does. */
  redeemCode(code: string, challenge: string): CodeOutcome {
    const [row] = this.#sql
      .exec<CodeRow>('SELECT seq, challenge, person_id, expires_at FROM auth_codes WHERE code = ?', code)
      .toArray();
    const person = row && this.#findPerson(row.person_id);
    if (!row || !person) return { outcome: 'unknown' };
    if (row.expires_at <= Date.now()) return { outcome: 'expired' };
    if (row.challenge !== challenge) return { outcome: 'wrong_challenge' };
    this.#sql.exec('DELETE FROM auth_codes WHERE seq = ?', row.seq);
    const session = { session_id: crypto.randomUUID(), refresh_token: newToken() };
    this.#sql.exec(
      'INSERT INTO auth_sessions (id, person_id, current_token) VALUES (?, ?, ?)',
      session.session_id,
      person.id,
      session.refresh_token,
    );
    this.#keepNewest('auth_sessions', AUTH_SESSIONS_MAX);
    this.#keepToken(session.refresh_token, session.session_id);
    return { outcome: 'granted', grant: { person, ...session } };
  }

  /**
   * Exchanges a refresh token for the next. The one before gives the same next one again, since its answer may have
   * been lost; any older one was stolen or copied, and ends the session.
   */
  refresh(token: string): RefreshOutcome {
    const [session] = this.#sql
      .exec<SessionRow>(
        `SELECT id, person_id, current_token, previous_token, ended_at FROM auth_sessions
         WHERE id = (SELECT session_id FROM refresh_tokens WHERE token = ?)`,
        token,
      )
      .toArray();
    const person = session && this.#findPerson(session.person_id);
    if (!session || !person) return { outcome: 'unknown' };
    const grant = { person, session_id: session.id };
    if (session.ended_at !== null) return { outcome: 'already_used' };
    if (token === session.previous_token) {
      return { outcome: 'granted', grant: { ...grant, refresh_token: session.current_token } };
    }
    if (token !== session.current_token) {
      this.#sql.exec('UPDATE auth_sessions SET ended_at = ? WHERE id = ?', Date.now(), session.id);
      return { outcome: 'already_used' };
    }
    const next = newToken();
    this.#sql.exec(
      'UPDATE auth_sessions SET previous_token = current_token, current_token = ? WHERE id = ?',
      next,
      session.id,
    );
    this.#keepToken(next, session.id);
    return { outcome: 'granted', grant: { ...grant, refresh_token: next } };
  }

  /** Whose session it is, while it lasts. */
  findSession(sessionId: string): Person | null {
    const [session] = this.#sql
      .exec<{ person_id: string }>('SELECT person_id FROM auth_sessions WHERE id = ? AND ended_at IS NULL', sessionId)
      .toArray();
    return (session && this.#findPerson(session.person_id)) ?? null;
  }

  #findPerson(id: string): Person | undefined {
    const [row] = this.#sql
      .exec<PersonRow>('SELECT id, email, name, email_verified, created_at, signed_in_at FROM people WHERE id = ?', id)
      .toArray();
    return row && { ...row, email_verified: row.email_verified === 1 };
  }

  #keepPerson({ id, email, name, email_verified }: Arrival, now: number): void {
    this.#sql.exec(
      `INSERT INTO people (id, email, name, email_verified, created_at, signed_in_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
       ON CONFLICT (id) DO UPDATE SET name = ?3, email_verified = ?4, signed_in_at = ?5`,
      id,
      email,
      name,
      email_verified ? 1 : 0,
      now,
    );
    this.#keepNewest('people', PEOPLE_MAX);
  }

  #keepToken(token: string, sessionId: string): void {
    this.#sql.exec('INSERT INTO refresh_tokens (token, session_id) VALUES (?, ?)', token, sessionId);
    this.#keepNewest('refresh_tokens', REFRESH_TOKENS_MAX);
  }

  #keepNewest(table: 'people' | 'auth_codes' | 'auth_sessions' | 'refresh_tokens', max: number): void {
    this.#sql.exec(`DELETE FROM ${table} WHERE seq <= (SELECT max(seq) FROM ${table}) - ?`, max);
  }
}
