import type { LimitClass } from '../worker/contract/permissions.ts';
import type { Role } from '../worker/contract/users.ts';
import { type AccountAccess, accountAccessSchema, readAccountAccess } from '../worker/db/account-access.ts';
import { logError } from '../worker/log.ts';
import { type Quota, SlidingWindow } from './sliding-window.ts';

/** What is known of an account is asked again after this; the request that finds it old does not wait. */
const ACCESS_MAX_AGE_MS = 60_000;
/** Most counted requests that are written down; a limit above it is exact while the object is awake. */
const KEPT_MAX = 1_000;
/** Counted requests are written down this long after the first that was not; an object sleeps after ten idle seconds. */
const KEEP_AFTER_MS = 5_000;

const ACCESS_KEY = 'access';
const windowKey = (limit: LimitClass) => `window:${limit}`;

export type AdmitRequest = {
  limit: LimitClass;
  /** The session that the request came with; null for a token's. */
  sessionId: string | null;
  /** What the lookup of a token has just read; null where nothing was read. */
  access: AccountAccess | null;
};
export type Admission =
  | { ok: true; role: Exclude<Role, 'guest'>; quota: Quota }
  | { ok: false; code: 'unauthenticated' | 'account_blocked' }
  | { ok: false; code: 'rate_limited'; quota: Quota };

/**
 * Lets a user's requests in, or not: no blocked account, no ended session, no more than the plan's limits. Lives in the
 * user's one object, so it counts exactly. What it knows is kept in the object's storage: a request with a fresh access
 * token costs no read of the database, also after the object has slept.
 */
export class Admissions {
  readonly #ctx: DurableObjectState;
  readonly #db: D1Database;
  #access: AccountAccess | undefined;
  #accessAt = 0;
  /** Reads are numbered: one that comes back after a later one knows less. */
  #reads = 0;
  #adopted = 0;
  #refresh: Promise<unknown> | undefined;
  readonly #windows = new Map<LimitClass, SlidingWindow>();
  #isKeeping = false;

  constructor(ctx: DurableObjectState, db: D1Database) {
    this.#ctx = ctx;
    this.#db = db;
    // What an older version has kept in another form is read anew.
    this.#access = accountAccessSchema.safeParse(ctx.storage.kv.get(ACCESS_KEY)).data;
  }

  async admit(userId: string, request: AdmitRequest, now: number): Promise<Admission> {
    const access = await this.#accessOf(userId, request, now);
    if (!access) return { ok: false, code: 'unauthenticated' };
    if (access.isBlocked) return { ok: false, code: 'account_blocked' };
    if (request.sessionId !== null && access.endedSessions.includes(request.sessionId)) {
      return { ok: false, code: 'unauthenticated' };
    }
    const { ok, quota } = this.#window(request.limit).take(now, access.limits[request.limit]);
    if (!ok) return { ok, code: 'rate_limited', quota };
    this.#keepSoon();
    return { ok, role: access.role, quota };
  }

  /** Reads the account's access anew, and keeps it. @returns undefined when there is no such account. */
  async reload(userId: string, now: number): Promise<AccountAccess | undefined> {
    this.#reads += 1;
    const turn = this.#reads;
    const access = await readAccountAccess(this.#db, userId, now);
    if (turn > this.#adopted) {
      this.#adopted = turn;
      this.#adopt(access, now);
    }
    return this.#access;
  }

  /** Whether a socket that came by this session or token may stay, as far as is known here without asking. */
  mayStay(credentialId: string): boolean {
    return !this.#access?.isBlocked && !this.#access?.endedSessions.includes(credentialId);
  }

  async #accessOf(userId: string, request: AdmitRequest, now: number): Promise<AccountAccess | undefined> {
    // A token's lookup may have been made before a change that is known here, so it only fills a gap.
    if (!this.#access && request.access) this.#adopt(request.access, now);
    if (!this.#access) return this.reload(userId, now);
    if (now - this.#accessAt > ACCESS_MAX_AGE_MS) this.#refreshBehind(userId, now);
    return this.#access;
  }

  #adopt(access: AccountAccess | undefined, now: number): void {
    this.#accessAt = now;
    if (JSON.stringify(access) === JSON.stringify(this.#access)) return;
    this.#access = access;
    if (access) this.#ctx.storage.kv.put(ACCESS_KEY, access);
    else this.#ctx.storage.kv.delete(ACCESS_KEY);
  }

  #refreshBehind(userId: string, now: number): void {
    this.#refresh ??= this.reload(userId, now)
      .catch((error: unknown) => logError('access_not_refreshed', error))
      .finally(() => {
        this.#refresh = undefined;
      });
    this.#ctx.waitUntil(this.#refresh);
  }

  #window(limit: LimitClass): SlidingWindow {
    const known = this.#windows.get(limit);
    if (known) return known;
    const window = new SlidingWindow(this.#ctx.storage.kv.get<number[]>(windowKey(limit)));
    this.#windows.set(limit, window);
    return window;
  }

  /**
   * An object with open sockets sleeps between two requests of a minute and forgets; by then the counts are written.
   * Without sockets it stays awake longer than any window is long.
   */
  #keepSoon(): void {
    if (this.#isKeeping || this.#ctx.getWebSockets().length === 0) return;
    this.#isKeeping = true;
    setTimeout(() => {
      this.#isKeeping = false;
      for (const [limit, window] of this.#windows)
        this.#ctx.storage.kv.put(windowKey(limit), window.times().slice(-KEPT_MAX));
    }, KEEP_AFTER_MS);
  }
}
