import type { Context } from '../../context.ts';
import type { PriceBook, PriceRule } from '../../contract/money.ts';
import { bookWith, PRICE_BOOK } from '../../pricing/price-book.ts';
import type { Circuit, ModelProfile, Pace, Roster, RosterKey } from '../../providers/roster.ts';
import { isVendor, type VendorId } from '../../providers/vendors.ts';
import { open, VaultError } from '../vault/seal.ts';

/** A roster of this age is used without a thought. */
const FRESH_MS = 10_000;
/** One of this age is used while it is read anew; an older one is waited for. */
const STALE_MS = 60_000;
/** A reading that takes longer has died. */
const READING_MAX_MS = 10_000;
/** A call that began earlier has died and is not under way. */
const CALL_MAX_MS = 5 * 60_000;
/** Weight of one wait in the moving averages. */
const RECENT_WEIGHT = 0.2;
const USUAL_WEIGHT = 0.01;
/** So much slower than usual, and at least so slow, is slow. */
const SLOW_FACTOR = 3;
const SLOW_MIN_MS = 1_500;

export type RosterSource = Pick<Context, 'db' | 'config' | 'clock' | 'log' | 'defer' | 'vendorMemory'>;

/** The columns of a circuit, as the roster has them. */
export const CIRCUIT_COLUMNS = `id, provider, failures, broken_at AS brokenAt, broken_until AS brokenUntil,
  probe_until AS probeUntil, wait_until AS waitUntil, error_code AS errorCode`;

type SettingRow = { provider: string; isEnabled: number; price: number | null; edition: number };
type ModelRow = Omit<ModelProfile, 'provider' | 'isEnabled'> & {
  provider: string;
  isEnabled: number;
  price: string | null;
  edition: number;
};
type KeyRow = { id: string; provider: string; sealedKey: string; baseUrl: string | null; extras: string };

/**
 * What operators have set and what is known of the vendors' health. On the way of a request it costs nothing: an isolate
 * keeps what it has read, looks again in the background after some seconds, and waits only for what is a minute old.
 */
export const readRoster = async (source: RosterSource): Promise<Roster> => {
  const { vendorMemory: memory, clock, defer, log } = source;
  const now = clock.now();
  const { roster } = memory;
  const ageMs = roster ? now - roster.readAt : Number.POSITIVE_INFINITY;
  if (!roster || ageMs < 0 || ageMs >= STALE_MS) return lookAgain(source);
  if (ageMs >= FRESH_MS && now >= memory.readingUntil) {
    memory.readingUntil = now + READING_MAX_MS;
    defer(lookAgain(source).catch((error: unknown) => log.error('roster_not_read', error)));
  }
  return roster;
};

/** Has this isolate look again at its next call, after a change of its own; others do so within the minute. */
export const forgetRoster = ({ vendorMemory: memory }: Pick<Context, 'vendorMemory'>): void => {
  memory.roster = undefined;
};

const lookAgain = async (source: RosterSource): Promise<Roster> => {
  const { db, clock, vendorMemory: memory } = source;
  const now = clock.now();
  const waits = [...memory.waits];
  memory.waits = new Map();
  const results = await db.batch([
    db.prepare('SELECT provider, is_enabled AS isEnabled, price, price_edition AS edition FROM vendor_settings'),
    db.prepare(
      `SELECT id, provider, sealed_key AS sealedKey, base_url AS baseUrl, extras FROM vendor_keys
        WHERE is_enabled = 1 AND retired_at IS NULL ORDER BY added_at, id`,
    ),
    db.prepare(`SELECT ${CIRCUIT_COLUMNS} FROM vendor_circuits`),
    db
      .prepare(
        `SELECT key_id AS keyId, COUNT(*) AS calls FROM provider_calls
          WHERE key_id IS NOT NULL AND outcome = 'started' AND started_at > ?1 GROUP BY key_id`,
      )
      .bind(now - CALL_MAX_MS),
    db.prepare(
      `SELECT v.voice_id AS voiceId, t.key_id AS keyId
        FROM voice_template_voices v JOIN voice_templates t ON t.id = v.template_id`,
    ),
    db.prepare('SELECT id, key_ids AS keyIds FROM voices WHERE key_ids IS NOT NULL'),
    db.prepare('SELECT version FROM price_books'),
    db.prepare(
      `SELECT model_id AS modelId, module, provider, vendor_model AS vendorModel, is_enabled AS isEnabled,
          fallback_model_id AS fallbackModelId, worker_url AS workerUrl,
          preview_avg_ms AS previewMs, final_avg_ms AS finalMs, price, price_edition AS edition FROM model_profiles`,
    ),
    ...waits.map(([provider, { calls, totalMs }]) => notePace(db, { provider, calls, meanMs: totalMs / calls, now })),
    db.prepare(
      `SELECT provider, recent_ms AS recentMs, usual_ms AS usualMs, slow_since AS slowSince, measured_at AS measuredAt
        FROM vendor_pace`,
    ),
  ]);
  const rows = <T>(index: number) => (results.at(index)?.results ?? []) as T[];
  const settings = rows<SettingRow>(0);
  const models = rows<ModelRow>(7);
  const disabled = new Set(
    settings.flatMap(({ provider, isEnabled }) => (isEnabled || !isVendor(provider) ? [] : [provider])),
  );
  const roster: Roster = {
    readAt: now,
    prices: await bookInForce(
      source,
      { settings, models },
      new Set(rows<{ version: string }>(6).map(({ version }) => version)),
    ),
    models: new Map(models.flatMap((row) => toProfile(row, disabled))),
    disabled,
    keys: await openKeys(source, rows<KeyRow>(1)),
    circuits: new Map(rows<Circuit>(2).map((circuit) => [circuit.id, circuit])),
    calls: new Map(rows<{ keyId: string; calls: number }>(3).map(({ keyId, calls }) => [keyId, calls])),
    assigned: new Map(rows<{ voiceId: string; keyId: string }>(4).map(({ voiceId, keyId }) => [voiceId, keyId])),
    owners: new Map(rows<{ id: string; keyIds: string }>(5).map(({ id, keyIds }) => [id, JSON.parse(keyIds)])),
    pace: new Map(rows<Pace & { provider: string }>(-1).map(({ provider, ...pace }) => [provider, pace])),
    voices: new Map(),
  };
  memory.roster = roster;
  memory.readingUntil = 0;
  return roster;
};

const toProfile = (
  { provider, isEnabled, price: _price, edition: _edition, ...row }: ModelRow,
  disabled: ReadonlySet<VendorId>,
): [string, ModelProfile][] =>
  isVendor(provider)
    ? [[row.modelId, { ...row, provider, isEnabled: isEnabled === 1 && !disabled.has(provider) }]]
    : [];

/** The book of the code with the operators' prices in it, written down before anything is sold by it. */
const bookInForce = async (
  { db, clock }: RosterSource,
  { settings, models }: { settings: SettingRow[]; models: ModelRow[] },
  known: ReadonlySet<string>,
): Promise<PriceBook> => {
  const edition = Math.max(0, ...settings.map((setting) => setting.edition), ...models.map((model) => model.edition));
  const prices = new Map(settings.flatMap(({ provider, price }) => (price === null ? [] : [[provider, price]])));
  const rules = new Map(
    models.flatMap(({ modelId, price }) =>
      price === null ? [] : [[modelId, JSON.parse(price) as PriceRule] as const],
    ),
  );
  const book = bookWith(PRICE_BOOK, { prices, rules }, edition);
  if (known.has(book.version)) return book;
  await db
    .prepare(
      'INSERT INTO price_books (version, book, in_force_at) VALUES (?1, ?2, ?3) ON CONFLICT (version) DO NOTHING',
    )
    .bind(book.version, JSON.stringify(book), clock.now())
    .run();
  return book;
};

const openKeys = async ({ config, log }: RosterSource, rows: KeyRow[]): Promise<RosterKey[]> => {
  const keys = await Promise.all(
    rows.map(async ({ id, provider, sealedKey, baseUrl, extras }): Promise<RosterKey[]> => {
      try {
        const apiKey = await open(config.vault, sealedKey, ['vendor-key', id]);
        const account = { apiKey, baseUrl: baseUrl ?? undefined, extras: JSON.parse(extras) };
        return isVendor(provider) ? [{ id, provider, account }] : [];
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        // The others serve, and an operator reads of it.
        log.error('vendor_key_not_opened', error, { keyId: id });
        return [];
      }
    }),
  );
  return keys.flat();
};

const notePace = (
  db: D1Database,
  { provider, calls, meanMs, now }: { provider: string; calls: number; meanMs: number; now: number },
): D1PreparedStatement => {
  const recent = 'recent_ms + (?2 - recent_ms) * ?3';
  const usual = 'usual_ms + (?2 - usual_ms) * ?4';
  return db
    .prepare(
      `INSERT INTO vendor_pace (provider, recent_ms, usual_ms, measured_at) VALUES (?1, ?2, ?2, ?5)
        ON CONFLICT (provider) DO UPDATE SET recent_ms = ${recent}, usual_ms = ${usual}, measured_at = ?5,
          slow_since = iif(${recent} > MAX(${SLOW_MIN_MS}, (${usual}) * ${SLOW_FACTOR}), COALESCE(slow_since, ?5), NULL)`,
    )
    .bind(provider, meanMs, 1 - (1 - RECENT_WEIGHT) ** calls, 1 - (1 - USUAL_WEIGHT) ** calls, now);
};
