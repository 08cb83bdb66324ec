import type { Context } from '../../worker/context.ts';
import type { JobQueues } from '../../worker/db/dispatch.ts';

/** One call to storage, as a fault looks for it: what kind, and the SQL, the key, or the method. */
export type StorageCall = { kind: 'd1' | 'r2' | 'queue' | 'account'; text: string; number: number };
/**
 * - `before`: the call fails and did nothing; `after`: it did its work, and its answer is lost.
 * - `die…`: the same, and from then on nothing reaches storage any more, as after the death of the process.
 */
export type StorageFault = 'before' | 'after' | 'die_before' | 'die_after';
export type Injector = (call: StorageCall) => StorageFault | undefined;

/** What D1 itself says when its answer is lost; it is retried and read back like a true one. */
const LOST = 'D1_ERROR: Network connection lost.';

export type FaultyStorage = {
  calls: StorageCall[];
  isDead(): boolean;
  around<T>(kind: StorageCall['kind'], text: string, work: () => Promise<T>): Promise<T>;
};

/** Counts every call to storage and lets the injector spoil it. */
export const faultyStorage = (inject: Injector): FaultyStorage => {
  const calls: StorageCall[] = [];
  let isDead = false;
  return {
    calls,
    isDead: () => isDead,
    around: async (kind, text, work) => {
      if (isDead) throw new Error(LOST);
      const call = { kind, text, number: calls.length + 1 };
      calls.push(call);
      const fault = inject(call);
      if (fault === 'die_before') isDead = true;
      if (fault === 'before' || fault === 'die_before') throw new Error(LOST);
      const result = await work();
      // A put that is fed from the bucket makes calls of its own until it is done.
      if (fault === 'die_after') isDead = true;
      if (fault !== undefined || isDead) throw new Error(LOST);
      return result;
    },
  };
};

const STATEMENT = Symbol('statement');
type Wrapped = D1PreparedStatement & { [STATEMENT]: { real: D1PreparedStatement; sql: string } };

const wrapStatement = (storage: FaultyStorage, real: D1PreparedStatement, sql: string): D1PreparedStatement =>
  new Proxy(real, {
    get(target, name) {
      if (name === STATEMENT) return { real, sql };
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (name === 'bind') return (...values: unknown[]) => wrapStatement(storage, target.bind(...values), sql);
      return (...values: unknown[]) => storage.around('d1', sql, () => Reflect.apply(member, target, values));
    },
  });

/** A D1 database whose calls may fail before or after they did their work. */
export const faultyDb = (storage: FaultyStorage, db: D1Database): D1Database =>
  new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrapStatement(storage, target.prepare(sql), sql);
      if (name === 'batch') {
        return (statements: D1PreparedStatement[]) => {
          const own = statements.map((statement) => (statement as Wrapped)[STATEMENT]);
          const sql = own.map((statement) => statement.sql).join('\n');
          return storage.around('d1', sql, () => target.batch(own.map((statement) => statement.real)));
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

const wrapMethods = <T extends object>(storage: FaultyStorage, kind: StorageCall['kind'], real: T): T =>
  new Proxy(real, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      return (...values: unknown[]) =>
        storage.around(kind, `${name} ${typeof values[0] === 'string' ? values[0] : ''}`, () =>
          Reflect.apply(member, target, values),
        );
    },
  });

/** A bucket whose calls may fail. The fault's text is the method and the key: `put user_…/final_v1.mp3`. */
export const faultyBucket = (storage: FaultyStorage, bucket: R2Bucket): R2Bucket => wrapMethods(storage, 'r2', bucket);

/** Queues whose sends may fail. */
export const faultyQueues = (storage: FaultyStorage, queues: JobQueues): JobQueues => ({
  priority: wrapMethods(storage, 'queue', queues.priority),
  standard: wrapMethods(storage, 'queue', queues.standard),
});

/** The same context with every way to storage under the injector, calls to the account's object included. */
export const withFaults = <T extends Context>(
  ctx: T,
  inject: Injector,
  createOrm: (db: D1Database) => Context['orm'],
): T & { storage: FaultyStorage } => {
  const storage = faultyStorage(inject);
  const db = faultyDb(storage, ctx.db);
  return {
    ...ctx,
    storage,
    db,
    orm: createOrm(db),
    bucket: faultyBucket(storage, ctx.bucket),
    queues: faultyQueues(storage, ctx.queues),
    account: (userId: string) => wrapMethods(storage, 'account', ctx.account(userId)),
  };
};
