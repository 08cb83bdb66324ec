import { drizzle } from 'drizzle-orm/d1';

/** Typed queries over one D1 database. */
export const createOrm = (db: D1Database) => drizzle(db);
export type Orm = ReturnType<typeof createOrm>;
