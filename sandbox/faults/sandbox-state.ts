import { DurableObject } from 'cloudflare:workers';
import type { SandboxEnv } from '../env.ts';
import { CALL_TEXT_MAX_CHARS, CALLS_MAX, FAULT_ORDERS_MAX } from '../limits.ts';
import type { Fault, FaultOrder } from './fault.ts';

/** One request a vendor got. */
export type VendorCall = { vendor: string; method: string; path: string; text: string };

/** A call as it is remembered; `fault` is the kind of fault it was given. */
export type RecordedCall = {
  id: number;
  at: number;
  vendor: string;
  method: string;
  path: string;
  text_prefix: string;
  fault: string | null;
};

/** An order as it stands; `remaining` is null for one that never ends and 0 for one that is used up. */
export type StandingOrder = FaultOrder & { id: number; remaining: number | null };

/** Narrows a question about calls. */
export type CallFilter = {
  vendor?: string | undefined;
  path_prefix?: string | undefined;
  text_includes?: string | undefined;
};

type OrderRow = { id: number; vendor: string; remaining: number | null; document: string };

const WHERE_CALL = `(?1 IS NULL OR vendor = ?1) AND (?2 IS NULL OR substr(path, 1, length(?2)) = ?2)
  AND (?3 IS NULL OR instr(text_prefix, ?3) > 0)`;

/** Fault orders and the record of calls, in one place that all isolates ask. One call costs one round trip. */
export class SandboxState extends DurableObject<SandboxEnv> {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: SandboxEnv) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS orders (
      id INTEGER PRIMARY KEY AUTOINCREMENT, vendor TEXT NOT NULL, path_prefix TEXT, text_includes TEXT,
      remaining INTEGER, document TEXT NOT NULL) STRICT`);
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS calls (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, vendor TEXT NOT NULL, method TEXT NOT NULL,
      path TEXT NOT NULL, text_prefix TEXT NOT NULL, fault TEXT) STRICT`);
  }

  /** Records the call and says how it is to be spoilt, if at all; the first order that fits is used. */
  takeFault(call: VendorCall): Fault | null {
    const [order] = this.#sql
      .exec<OrderRow>(
        `SELECT id, vendor, remaining, document FROM orders
         WHERE vendor = ?1 AND (remaining IS NULL OR remaining > 0)
           AND (path_prefix IS NULL OR substr(?2, 1, length(path_prefix)) = path_prefix)
           AND (text_includes IS NULL OR instr(?3, text_includes) > 0)
         ORDER BY id LIMIT 1`,
        call.vendor,
        call.path,
        call.text,
      )
      .toArray();
    const fault = order ? (JSON.parse(order.document) as FaultOrder).fault : null;
    if (order) this.#sql.exec('UPDATE orders SET remaining = remaining - 1 WHERE id = ?', order.id);
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO calls (at, vendor, method, path, text_prefix, fault) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
        Date.now(),
        call.vendor,
        call.method,
        call.path,
        [...call.text.slice(0, 2 * CALL_TEXT_MAX_CHARS)].slice(0, CALL_TEXT_MAX_CHARS).join(''),
        fault?.kind ?? null,
      )
      .one();
    this.#sql.exec('DELETE FROM calls WHERE id <= ?', id - CALLS_MAX);
    return fault;
  }

  /** Undefined when too many orders stand. Used-up orders make room. */
  addOrder(order: FaultOrder): StandingOrder | undefined {
    const count = (): number => this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM orders').one().n;
    if (count() >= FAULT_ORDERS_MAX) this.#sql.exec('DELETE FROM orders WHERE remaining = 0');
    if (count() >= FAULT_ORDERS_MAX) return undefined;
    const { id } = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO orders (vendor, path_prefix, text_includes, remaining, document)
         VALUES (?, ?, ?, ?, ?) RETURNING id`,
        order.vendor,
        order.match.path_prefix ?? null,
        order.match.text_includes ?? null,
        order.times,
        JSON.stringify(order),
      )
      .one();
    return { ...order, id, remaining: order.times };
  }

  listOrders(): StandingOrder[] {
    return this.#sql
      .exec<OrderRow>('SELECT id, vendor, remaining, document FROM orders ORDER BY id')
      .toArray()
      .map((row) => ({ ...(JSON.parse(row.document) as FaultOrder), id: row.id, remaining: row.remaining }));
  }

  /** All orders, those of a vendor, or one. Gives their number. */
  clearOrders(filter: { vendor?: string | undefined; id?: number | undefined }): number {
    return this.#sql.exec(
      'DELETE FROM orders WHERE (?1 IS NULL OR vendor = ?1) AND (?2 IS NULL OR id = ?2)',
      filter.vendor ?? null,
      filter.id ?? null,
    ).rowsWritten;
  }

  /** The oldest first. */
  listCalls(filter: CallFilter): RecordedCall[] {
    return this.#sql
      .exec<RecordedCall>(`SELECT * FROM calls WHERE ${WHERE_CALL} ORDER BY id`, ...this.#bind(filter))
      .toArray();
  }

  clearCalls(filter: CallFilter): void {
    this.#sql.exec(`DELETE FROM calls WHERE ${WHERE_CALL}`, ...this.#bind(filter));
  }

  #bind(filter: CallFilter): (string | null)[] {
    return [filter.vendor ?? null, filter.path_prefix ?? null, filter.text_includes ?? null];
  }
}
