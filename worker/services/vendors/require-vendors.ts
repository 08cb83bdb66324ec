import type { Context } from '../../context.ts';
import type { ResolvedSpeech } from '../../contract/speech.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { Roster } from '../../providers/roster.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { findVoice, vendorOf } from '../voices/find-voice.ts';
import { noWay, waysTo } from './choose-key.ts';
import { findFallbackVoice } from './find-fallback-voice.ts';
import { readRoster } from './read-roster.ts';

type Wanted = {
  /** Every voice that is to speak. */
  voiceIds: readonly string[];
  /** Whose own keys may serve; undefined for a guest. */
  userId: string | undefined;
  speech: Pick<ResolvedSpeech, 'voiceId' | 'language' | 'format' | 'fallback'>;
  /** For a job in the background: a vendor that only asks for patience gets it. */
  canWait: boolean;
  pointer: string;
};

/** Whether the person's own key could speak in the house's stead. Asked only when that cannot. */
const hasOwnKey = async (ctx: Context, userId: string | undefined, provider: SpeechVendorId): Promise<boolean> => {
  if (userId === undefined) return false;
  const row = await ctx.db
    .prepare('SELECT 1 FROM provider_keys WHERE user_id = ?1 AND provider = ?2')
    .bind(userId, provider)
    .first();
  return row !== null;
};

const hasStandIn = async (ctx: Context, { speech }: Wanted, provider: SpeechVendorId): Promise<boolean> => {
  if (!speech.fallback || vendorOf(speech.voiceId) !== provider) return false;
  const { orm, providers } = ctx;
  const voice = await findVoice({ orm, providers, isOperator: true }, speech.voiceId);
  return voice !== undefined && (await findFallbackVoice(ctx, { ...speech, voice })) !== undefined;
};

const requireOne = async (ctx: Context, roster: Roster, wanted: Wanted, voiceId: string): Promise<void> => {
  const provider = vendorOf(voiceId);
  if (roster.disabled.has(provider)) {
    const message = 'The vendor of this voice is switched off; choose another voice.';
    throw invalidFields([{ pointer: `${wanted.pointer}/voiceId`, code: 'unknown_voice', message }]);
  }
  const now = ctx.clock.now();
  const ways = waysTo(roster, ctx.vendorMemory, { provider, voiceId }, now);
  const isOpen = ways.some(({ passage }) => passage.kind !== 'closed' || (wanted.canWait && !passage.isBroken));
  if (isOpen || (await hasOwnKey(ctx, wanted.userId, provider)) || (await hasStandIn(ctx, wanted, provider))) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((noWay(provider, ways, now).retryAfterMs ?? 0) / 1_000));
  throw new AppError('provider_unavailable', 'The voice is not answering right now. Nothing was charged.', {
    retryAfterSeconds,
  });
};

/**
 * Refuses what could not be spoken now, before anything is charged for it (F32).
 * @throws AppError validation_failed for a vendor that is switched off, provider_unavailable with the seconds to wait.
 */
export const requireVendors = async (ctx: Context, wanted: Wanted): Promise<void> => {
  const roster = await readRoster(ctx);
  for (const voiceId of new Set(wanted.voiceIds)) await requireOne(ctx, roster, wanted, voiceId);
};
