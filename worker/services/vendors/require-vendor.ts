import type { Context } from '../../context.ts';
import { AppError, invalidFields } from '../../errors.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import { noWay, waysTo } from './choose-key.ts';
import { readRoster } from './read-roster.ts';

/**
 * Refuses what could not be spoken now, before anything is charged for it (F32). A vendor that only asks for patience
 * is none of that for a job in the background, which can wait.
 * @param input.canWait for a job in the background
 * @throws AppError validation_failed for a vendor that is switched off, provider_unavailable with the seconds to wait.
 */
export const requireVendor = async (
  ctx: Context,
  input: { provider: SpeechVendorId; voiceId: string; canWait: boolean; pointer: string },
): Promise<void> => {
  const { provider, canWait, pointer } = input;
  const roster = await readRoster(ctx);
  if (roster.disabled.has(provider)) {
    const message = 'The vendor of this voice is switched off; choose another voice.';
    throw invalidFields([{ pointer: `${pointer}/voiceId`, code: 'unknown_voice', message }]);
  }
  const now = ctx.clock.now();
  const ways = waysTo(roster, ctx.vendorMemory, input, now);
  const isOpen = ways.some(({ passage }) => passage.kind !== 'closed' || (canWait && !passage.isBroken));
  if (isOpen) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((noWay(provider, ways, now).retryAfterMs ?? 0) / 1_000));
  throw new AppError('provider_unavailable', 'The voice is not answering right now. Nothing was charged.', {
    retryAfterSeconds,
  });
};
