// Reads the local D1 without a server: it is a SQLite file, and Node 24 opens it.
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Complaint } from './tools.mjs';

/** Miniflare names the file by a hash of the database's id. */
const DATABASE_FILE = /^[0-9a-f]{64}\.sqlite$/;
const BUSY_LIMIT_MS = 5_000;

/** @param {string} persistTo */
const findDatabase = (persistTo) => {
  const folder = path.join(persistTo, 'v3', 'd1', 'miniflare-D1DatabaseObject');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => DATABASE_FILE.test(name)) : [];
  // A changed database id leaves the former file behind.
  const newest = files
    .map((name) => path.join(folder, name))
    .sort((one, other) => fs.statSync(other).mtimeMs - fs.statSync(one).mtimeMs)[0];
  if (!newest) throw new Complaint(`There is no local database in ${persistTo} yet. Start the app first: npm start`);
  return newest;
};

/**
 * Opens one moment of the local database: every query within `work` sees the same state, whatever the app writes meanwhile.
 * @template Result
 * @param {string} persistTo
 * @param {(query: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export const readLocalDatabase = async (persistTo, work) => {
  const database = new DatabaseSync(findDatabase(persistTo), { readOnly: true, timeout: BUSY_LIMIT_MS });
  try {
    database.exec('BEGIN');
    return await work(async (sql) => database.prepare(sql).all());
  } finally {
    database.close();
  }
};
