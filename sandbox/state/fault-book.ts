import type { FaultOrder } from '../faults/fault.ts';
import { CALL_TEXT_MAX_CHARS, CALLS_KEPT_TEXT_MAX_CHARS, CALLS_MAX, FAULT_ORDERS_MAX } from '../limits.ts';

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

type CallRow = Omit<RecordedCall, 'text_prefix'> & { kept_text: string };
type OrderRow = { id: number; vendor: string; remaining: number | null; document: string };

const WHERE_CALL = `(?1 IS NULL OR vendor = ?1) AND (?2 IS NULL OR substr(path, 1, length(?2)) = ?2)
  AND (?3 IS NULL OR instr(kept_text, ?3) > 0)`;

/** The first characters of a text; never half of a surrogate pair. */
const cutText = (text: string, max_chars: number): string =>
  [...text.slice(0, 2 * max_chars)].slice(0, max_chars).join('');

/** Fault orders and the record of calls to any vendor. One call of a vendor costs one round trip. */
export class FaultBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS orders (
      id INTEGER PRIMARY KEY AUTOINCREMENT, vendor TEXT NOT NULL, path_prefix TEXT, text_includes TEXT,
      remaining INTEGER, document TEXT NOT NULL) STRICT`);
    // An earlier version kept calls in a table of other columns; what was in it may go.
    sql.exec('DROP TABLE IF EXISTS calls');
    sql.exec(`CREATE TABLE IF NOT EXISTS vendor_calls (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, vendor TEXT NOT NULL, method TEXT NOT NULL,
      path TEXT NOT NULL, kept_text TEXT NOT NULL, fault TEXT) STRICT`);
  }

  /** Records the call and says how it is to be spoilt, if at all; the first order that fits is used. */
  takeFault(call: VendorCall): FaultOrder['fault'] | null {
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
        'INSERT INTO vendor_calls (at, vendor, method, path, kept_text, fault) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
        Date.now(),
        call.vendor,
        call.method,
        call.path,
        cutText(call.text, CALLS_KEPT_TEXT_MAX_CHARS),
        fault?.kind ?? null,
      )
      .one();
    this.#sql.exec('DELETE FROM vendor_calls WHERE id <= ?', id - CALLS_MAX);
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
      .exec<CallRow>(`SELECT * FROM vendor_calls WHERE ${WHERE_CALL} ORDER BY id`, ...this.#bind(filter))
      .toArray()
      .map(({ kept_text, ...call }) => ({ ...call, text_prefix: cutText(kept_text, CALL_TEXT_MAX_CHARS) }));
  }

  clearCalls(filter: CallFilter): void {
    this.#sql.exec(`DELETE FROM vendor_calls WHERE ${WHERE_CALL}`, ...this.#bind(filter));
  }

  #bind(filter: CallFilter): (string | null)[] {
    return [filter.vendor ?? null, filter.path_prefix ?? null, filter.text_includes ?? null];
  }
}
