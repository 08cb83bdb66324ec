import type { Context } from '../../context.ts';
import { ProviderError, type VendorVoice } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';

/** A vendor that does not list its voices in this time is tried another day. */
const LISTING_MAX_MS = 60_000;
/** Rows of one statement: 200 voices with their labels stay far below the largest text D1 binds. */
const CHUNK_VOICES = 200;

export type VoiceSync = { provider: SpeechVendorId; listed: number; error: ProviderError['code'] | null };

const UPSERT = `
  INSERT INTO voices (id, provider, vendor_voice_id, name, gender, description, languages, styles, labels, is_cloned,
    synced_at)
  SELECT ?2 || ':' || (value->>'voiceId'), ?2, value->>'voiceId', value->>'name', value->>'gender',
    value->>'description', value->'languages', value->'styles', value->'labels', value->>'isCloned', ?3
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, gender = excluded.gender, description = excluded.description,
    languages = excluded.languages, styles = excluded.styles, labels = excluded.labels,
    is_cloned = excluded.is_cloned, synced_at = excluded.synced_at, vanished_at = NULL`;

const chunksOf = (voices: VendorVoice[]): VendorVoice[][] =>
  Array.from({ length: Math.ceil(voices.length / CHUNK_VOICES) }, (_, index) =>
    voices.slice(index * CHUNK_VOICES, (index + 1) * CHUNK_VOICES),
  );

/**
 * Takes over a vendor's list of voices (TTS-08): new ones appear, changed ones change, those that are gone are marked
 * and kept, since jobs name them. One commit: a list that breaks off changes nothing. A list without any voice is
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
    const voices = await ctx.providers.speech(provider).listVoices(AbortSignal.timeout(LISTING_MAX_MS));
    if (voices.length === 0) throw new ProviderError(provider, 'bad_response', 'lists no voice at all');
    await ctx.db.batch([
      ...chunksOf(voices).map((chunk) =>
        ctx.db
          .prepare(UPSERT)
          .bind(JSON.stringify(chunk.map((voice) => ({ ...voice, isCloned: Number(voice.isCloned) }))), provider, now),
      ),
      ctx.db
        .prepare('UPDATE voices SET vanished_at = ?2 WHERE provider = ?1 AND synced_at < ?2 AND vanished_at IS NULL')
        .bind(provider, now),
      note(voices.length, null),
    ]);
    return { provider, listed: voices.length, error: null };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.error('voices_not_synced', error, { provider });
    await note(0, error.code).run();
    return { provider, listed: 0, error: error.code };
  }
};
