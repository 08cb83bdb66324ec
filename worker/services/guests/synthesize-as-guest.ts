import type { Context } from '../../context.ts';
import { GUEST_TEXT_MAX_CHARS } from '../../contract/limits.ts';
import type { SpeechParams } from '../../contract/speech.ts';
import { AppError } from '../../errors.ts';
import { SOUND_FORMATS } from '../../media/sound-formats.ts';
import { ProviderError } from '../../providers/provider.ts';
import { liveSteps } from '../speech/live-steps.ts';
import { openStream, passOn, toVendorProblem } from '../speech/open-stream.ts';
import { resolveSpeech } from '../speech/resolve-speech.ts';
import { openHouse } from '../vendors/open-house.ts';
import { openVendor } from '../vendors/open-vendor.ts';
import { requireVendors } from '../vendors/require-vendors.ts';
import { vendorOf } from '../voices/find-voice.ts';

export type SpokenToGuest = { body: ReadableStream<Uint8Array>; remaining: number; jobId: string };

/**
 * Speaks for a visitor without an account (ROLE-01): Unicorn, at most 500 characters, five times a day for an address.
 * Nothing is kept. A try that the vendor spoils before the first sound is given back.
 * @throws AppError guest_limit_reached, validation_failed, provider_unavailable, provider_failed.
 */
export const synthesizeAsGuest = async (
  ctx: Context,
  input: { address: string; params: SpeechParams },
): Promise<SpokenToGuest> => {
  const { noCache: _noCache, ...wanted } = input.params;
  const params = await resolveSpeech(await openHouse(ctx, { isOperator: false }), wanted, {
    maxChars: GUEST_TEXT_MAX_CHARS,
    pointer: '',
  });
  const vendor = vendorOf(params.voiceId);
  if (vendor !== 'unicorn') throw new AppError('forbidden', 'This voice needs an account.');
  if (params.format !== 'mp3') throw new AppError('forbidden', 'Other formats than MP3 need an account.');
  if (params.hq) throw new AppError('forbidden', 'High quality needs an account.');
  await requireVendors(ctx, {
    voiceIds: [params.voiceId],
    userId: undefined,
    speech: params,
    canWait: false,
    pointer: '',
  });
  const gate = ctx.guestGate(input.address);
  const now = ctx.clock.now();
  const taken = await gate.take(now);
  if (!taken.ok) {
    throw new AppError('guest_limit_reached', `You have heard your ${taken.limitPerDay} free sentences of today.`, {
      retryAfterSeconds: Math.ceil((taken.resetsAt - now) / 1_000),
    });
  }
  const abort = new AbortController();
  try {
    const opened = await openVendor(ctx, { provider: vendor, userId: undefined, isOwn: false });
    const steps = liveSteps(opened.speech, params, { signal: abort.signal, timed: false });
    const { body, whole } = passOn(
      await openStream(ctx, {
        provider: vendor,
        sound: SOUND_FORMATS.mp3,
        steps,
        hasWay: () => opened.hasWay(params.voiceId),
      }),
    );
    ctx.defer(whole.catch((error: unknown) => ctx.log.error('guest_synthesis_broke_off', error)));
    return { body, remaining: taken.remaining, jobId: ctx.ids.next() };
  } catch (error) {
    abort.abort();
    await gate.giveBack(now);
    throw error instanceof ProviderError ? toVendorProblem(error) : error;
  }
};
