import type { Context } from '../../context.ts';
import { ProviderError, type VendorVoice } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { isOut } from '../vendors/circuits.ts';
import { forgetRoster, readRoster } from '../vendors/read-roster.ts';

/** A vendor that does not list its voices in this time is tried another day. */
const LISTING_MAX_MS = 60_000;
/** Rows of one statement: 200 voices with their labels stay far below the largest text D1 binds. */
const CHUNK_VOICES = 200;

export type VoiceSync = { provider: SpeechVendorId; listed: number; error: ProviderError['code'] | null };

const UPSERT = `
  INSERT INTO voices (id, provider, vendor_voice_id, name, gender, description, languages, styles, labels, is_cloned,
    preview_url, key_ids, synced_at)
  SELECT ?2 || ':' || (value->>'voiceId'), ?2, value->>'voiceId', value->>'name', value->>'gender',
    value->>'description', value->'languages', value->'styles', value->'labels', value->>'isCloned',
    value->>'previewUrl', value->'keyIds', ?3
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, gender = excluded.gender, description = excluded.description,
    languages = excluded.languages, styles = excluded.styles, labels = excluded.labels,
    is_cloned = excluded.is_cloned, preview_url = excluded.preview_url, key_ids = excluded.key_ids, synced_at = excluded.synced_at, vanished_at = NULL`;

/** A voice with the keys that have it; without them, every key of the vendor has it. */
type ListedVoice = VendorVoice & { keyIds?: string[] };

const chunksOf = (voices: ListedVoice[]): ListedVoice[][] =>
  Array.from({ length: Math.ceil(voices.length / CHUNK_VOICES) }, (_, index) =>
    voices.slice(index * CHUNK_VOICES, (index + 1) * CHUNK_VOICES),
  );

/** What each key in use lists, or the one of the settings. A key that is refused has no say; any other failure has. */
const listAll = async (ctx: Context, provider: SpeechVendorId): Promise<ListedVoice[]> => {
  const { keys, circuits } = await readRoster(ctx);
  const now = ctx.clock.now();
  const own = keys.filter((key) => key.provider === provider && !isOut(circuits.get(key.id), now));
  if (own.length === 0) return ctx.providers.speech(provider).listVoices(AbortSignal.timeout(LISTING_MAX_MS));
  const voices = new Map<string, { voice: VendorVoice; keyIds: string[] }>();
  for (const { id, account } of own) {
    const listed = await ctx.providers.speech(provider, account).listVoices(AbortSignal.timeout(LISTING_MAX_MS));
    for (const voice of listed) {
      const known = voices.get(voice.voiceId) ?? { voice, keyIds: [] };
      known.keyIds.push(id);
      voices.set(voice.voiceId, known);
    }
  }
  return [...voices.values()].map(({ voice, keyIds }) => (keyIds.length === own.length ? voice : { ...voice, keyIds }));
};

/** The house's own voices are in the code: what is stored of them is what only some keys add. */
const withoutOurs = (ctx: Context, provider: SpeechVendorId, voices: ListedVoice[]): ListedVoice[] => {
  const ours = new Set(ctx.providers.voices.map(({ id }) => id));
  return voices.filter(({ voiceId }) => !ours.has(`${provider}:${voiceId}`));
};

/**
 * Takes over a vendor's list of voices (TTS-08): new ones appear, changed ones change, those that are gone are marked
 * and kept, since jobs name them. Where the vendor has several keys, a voice is noted with those that have it.
 * One commit: a list that breaks off changes nothing. A list without any voice is
 * taken for the vendor's fault.
 */
export const syncVoices = async (ctx: Context, provider: SpeechVendorId): Promise<VoiceSync> => {
  const now = ctx.clock.now();
  const note = (listed: number, error: string | null) =>
    ctx.db
      .prepare(
        `INSERT INTO voice_syncs (provider, tried_at, succeeded_at, error_code, listed) VALUES (?1, ?2, ?3, ?4, ?5)
          ON CONFLICT (provider) DO UPDATE SET tried_at = excluded.tried_at, error_code = excluded.error_code,
            succeeded_at = COALESCE(excluded.succeeded_at, succeeded_at),
            listed = iif(excluded.error_code IS NULL, excluded.listed, listed)`,
      )
      .bind(provider, now, error === null ? now : null, error, listed);
  try {
    const listed = await listAll(ctx, provider);
    const voices = withoutOurs(ctx, provider, listed);
    if (listed.length === 0) throw new ProviderError(provider, 'bad_response', 'lists no voice at all');
    await ctx.db.batch([
      ...chunksOf(voices).map((chunk) =>
        ctx.db
          .prepare(UPSERT)
          .bind(JSON.stringify(chunk.map((voice) => ({ ...voice, isCloned: Number(voice.isCloned) }))), provider, now),
      ),
      ctx.db
        .prepare('UPDATE voices SET vanished_at = ?2 WHERE provider = ?1 AND synced_at < ?2 AND vanished_at IS NULL')
        .bind(provider, now),
      note(listed.length, null),
    ]);
    forgetRoster(ctx);
    return { provider, listed: listed.length, error: null };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.error('voices_not_synced', error, { provider });
    await note(0, error.code).run();
    return { provider, listed: 0, error: error.code };
  }
};
