import { drizzle } from 'drizzle-orm/d1';
import * as schema from './schema.ts';

/** Typed queries over one D1 database. */
export const createOrm = (db: D1Database) => drizzle(db, { schema });
export type Orm = ReturnType<typeof createOrm>;
