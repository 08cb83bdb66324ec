import type { Context } from '../../context.ts';
import type { AudioFormat } from '../../contract/speech.ts';
import type { Roster } from '../../providers/roster.ts';
import { isSpeechVendor, SPEECH_VENDORS, type SpeechVendorId } from '../../providers/vendors.ts';
import { type FoundVoice, vendorOf } from '../voices/find-voice.ts';
import { waysTo } from './choose-key.ts';
import { readRoster } from './read-roster.ts';

/** Candidates that are looked at; they come with those first that speak the very language as their own. */
const CANDIDATES_MAX = 200;

export type FallbackVoice = { voiceId: string; provider: SpeechVendorId; language: string };

type Candidate = Pick<FoundVoice, 'id' | 'provider' | 'name' | 'languages'>;

const primaryOf = (tag: string): string => tag.split('-')[0] ?? tag;

/** Of a voice's languages the one that is nearest to the wanted; undefined where none is of its kind. */
const nearestLanguage = (languages: readonly string[], wanted: string): string | undefined =>
  languages.find((tag) => tag === wanted) ??
  languages.find((tag) => tag === primaryOf(wanted)) ??
  languages.find((tag) => primaryOf(tag) === primaryOf(wanted));

/** Thousandths of a credit a character; a flat price compares with none. */
const priceOf = ({ prices }: Roster, provider: SpeechVendorId): number => {
  const rule = prices.models.find(({ modelId }) => modelId === provider)?.rule;
  return rule?.kind === 'per_char' ? rule.milliCreditsPerChar : Number.MAX_SAFE_INTEGER;
};

/** The vendors that could speak now, internal ones too, since nobody is told of them by a sound. */
const ableVendors = (ctx: Context, roster: Roster, failed: SpeechVendorId, format: AudioFormat): SpeechVendorId[] => {
  const now = ctx.clock.now();
  return Object.keys(SPEECH_VENDORS)
    .filter(isSpeechVendor)
    .filter((provider) => {
      if (provider === failed || roster.disabled.has(provider)) return false;
      const ways = waysTo(roster, ctx.vendorMemory, { provider, voiceId: '' }, now);
      if (!ways.some(({ passage }) => passage.kind === 'free')) return false;
      return ctx.providers.speech(provider, ways[0]?.key?.account).capabilities.formats.includes(format);
    });
};

const storedVoices = async (
  ctx: Context,
  { providers, gender, language }: { providers: SpeechVendorId[]; gender: string; language: string },
): Promise<Candidate[]> => {
  const { results } = await ctx.db
    .prepare(
      `SELECT id, provider, name, languages FROM voices
        WHERE vanished_at IS NULL AND is_cloned = 0 AND key_ids IS NULL AND gender = ?2
          AND provider IN (SELECT value FROM json_each(?1))
          AND EXISTS (SELECT 1 FROM json_each(languages) l WHERE l.value = ?4 OR substr(l.value, 1, length(?4) + 1) = ?4 || '-')
        ORDER BY languages->>0 = ?3 DESC, name COLLATE NOCASE, id LIMIT ${CANDIDATES_MAX}`,
    )
    .bind(JSON.stringify(providers), gender, language, primaryOf(language))
    .all<Omit<Candidate, 'languages'> & { languages: string }>();
  return results.map((row) => ({ ...row, languages: JSON.parse(row.languages) as string[] }));
};

/**
 * The voice that comes nearest to one whose vendor is down: the same language and gender, from a vendor that is well and
 * makes the format. Of those one that costs the house no more, and of these the dearest: it is the most like.
 * @returns undefined where there is none; then there is nothing to fall back to.
 */
export const findFallbackVoice = async (
  ctx: Context,
  input: { voice: Pick<FoundVoice, 'id' | 'gender'>; language: string; format: AudioFormat },
): Promise<FallbackVoice | undefined> => {
  const { voice, language, format } = input;
  const failed = vendorOf(voice.id);
  const roster = await readRoster(ctx);
  const providers = ableVendors(ctx, roster, failed, format);
  if (providers.length === 0) return undefined;
  const house: Candidate[] = providers.includes('unicorn')
    ? ctx.providers.voices.flatMap((own) => (own.gender === voice.gender ? [{ ...own, provider: 'unicorn' }] : []))
    : [];
  const stored = await storedVoices(ctx, { providers, gender: voice.gender, language });
  const limit = priceOf(roster, failed);
  const ranked = [...house, ...stored]
    .flatMap(({ id, provider, languages }) => {
      const nearest = nearestLanguage(languages, language);
      const price = priceOf(roster, provider);
      if (nearest === undefined) return [];
      return [
        {
          id,
          provider,
          nearest,
          isDearer: price > limit,
          distance: Math.abs(limit - price),
          own: languages[0] === nearest,
        },
      ];
    })
    .sort(
      (a, b) =>
        Number(b.nearest === language) - Number(a.nearest === language) ||
        Number(a.isDearer) - Number(b.isDearer) ||
        a.distance - b.distance ||
        Number(b.own) - Number(a.own),
    );
  const best = ranked[0];
  return best && { voiceId: best.id, provider: best.provider, language: best.nearest };
};
