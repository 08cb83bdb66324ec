import type { Context } from '../context.ts';
import { open, type SealPurpose, seal, sealedPrefix, VaultError } from '../services/vault/seal.ts';

/** Values that are sealed anew in one run, table by table; the rest waits for the next day. */
const RUN_MAX_VALUES = 5_000;
const CHUNK_VALUES = 100;

type Row = { rowId: number; ownerId: string; sealed: string; scope: string };
type Table = { read: string; write: string; purposeOf(row: Row): SealPurpose };

const FACTORS: Table = {
  read: `SELECT rowid AS rowId, user_id AS ownerId, sealed_secret AS sealed, '' AS scope FROM second_factors
    WHERE rowid > ?1 AND sealed_secret NOT LIKE ?2 ORDER BY rowid LIMIT ?3`,
  write: 'UPDATE second_factors SET sealed_secret = ?3 WHERE rowid = ?1 AND sealed_secret = ?2',
  purposeOf: ({ ownerId }) => ['second-factor', ownerId],
};
const PROVIDER_KEYS: Table = {
  read: `SELECT rowid AS rowId, user_id AS ownerId, sealed_key AS sealed, provider AS scope FROM provider_keys
    WHERE rowid > ?1 AND sealed_key NOT LIKE ?2 ORDER BY rowid LIMIT ?3`,
  write: 'UPDATE provider_keys SET sealed_key = ?3 WHERE rowid = ?1 AND sealed_key = ?2',
  purposeOf: ({ ownerId, scope }) => ['provider-key', ownerId, scope],
};
const VENDOR_KEYS: Table = {
  read: `SELECT rowid AS rowId, id AS ownerId, sealed_key AS sealed, '' AS scope FROM vendor_keys
    WHERE rowid > ?1 AND sealed_key NOT LIKE ?2 ORDER BY rowid LIMIT ?3`,
  write: 'UPDATE vendor_keys SET sealed_key = ?3 WHERE rowid = ?1 AND sealed_key = ?2',
  purposeOf: ({ ownerId }) => ['vendor-key', ownerId],
};
const WEBHOOK_SECRETS: Table = {
  read: `SELECT rowid AS rowId, user_id AS ownerId, sealed_secret AS sealed, endpoint_id AS scope FROM webhook_secrets
    WHERE rowid > ?1 AND sealed_secret NOT LIKE ?2 ORDER BY rowid LIMIT ?3`,
  write: 'UPDATE webhook_secrets SET sealed_secret = ?3 WHERE rowid = ?1 AND sealed_secret = ?2',
  purposeOf: ({ ownerId, scope }) => ['webhook-secret', ownerId, scope],
};

/** Seals one value with the current key. What no key opens is left as it is and counted: an operator looks at it. */
const resealRow = async (ctx: Context, table: Table, row: Row): Promise<D1PreparedStatement | undefined> => {
  const { vault } = ctx.config;
  try {
    const plaintext = await open(vault, row.sealed, table.purposeOf(row));
    const anew = await seal(vault, plaintext, table.purposeOf(row));
    // Whoever has changed it meanwhile has sealed it with the current key already.
    return ctx.db.prepare(table.write).bind(row.rowId, row.sealed, anew);
  } catch (error) {
    if (error instanceof VaultError) return undefined;
    throw error;
  }
};

const resealTable = async (ctx: Context, table: Table): Promise<{ resealed: number; unopened: number }> => {
  const count = { resealed: 0, unopened: 0 };
  for (let after = 0, seen = 0; seen < RUN_MAX_VALUES; seen += CHUNK_VALUES) {
    const { results } = await ctx.db
      .prepare(table.read)
      .bind(after, `${sealedPrefix(ctx.config.vault)}%`, CHUNK_VALUES)
      .all<Row>();
    const writes = (await Promise.all(results.map((row) => resealRow(ctx, table, row)))).filter(
      (write) => write !== undefined,
    );
    if (writes.length > 0) await ctx.db.batch(writes);
    count.resealed += writes.length;
    count.unopened += results.length - writes.length;
    after = results.at(-1)?.rowId ?? after;
    if (results.length < CHUNK_VALUES) break;
  }
  return count;
};

/** Daily: while there is a previous key of the vault, seals with the current one what it has sealed. */
export const resealVault = async (ctx: Context): Promise<void> => {
  if (!ctx.config.vault.previous) return;
  for (const [table, name] of [
    [FACTORS, 'second_factors'],
    [PROVIDER_KEYS, 'provider_keys'],
    [VENDOR_KEYS, 'vendor_keys'],
    [WEBHOOK_SECRETS, 'webhook_secrets'],
  ] as const) {
    ctx.log.event('vault_resealed', { table: name, ...(await resealTable(ctx, table)) });
  }
};
