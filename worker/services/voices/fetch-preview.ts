import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { voices } from '../../db/schema.ts';
import { concatBytes } from '../../media/concat-bytes.ts';
import { ProviderError } from '../../providers/provider.ts';
import { probeMp3 } from '../assets/probe-audio.ts';
import type { FoundVoice } from './find-voice.ts';

/** A recording that does not come in this time is made by ourselves. */
const FETCH_MAX_MS = 10_000;

/**
 * The vendor's own recording of a voice, which costs nothing: from his own hosts, no larger than a recording is, and
 * sound MP3.
 * @returns undefined where there is none, or it is not what it should be.
 */
export const fetchPreview = async (ctx: Context, voice: FoundVoice): Promise<Uint8Array | undefined> => {
  const vendor = ctx.providers.speech(voice.provider);
  if (!vendor.readPreview) return undefined;
  const row = await ctx.orm.select({ url: voices.previewUrl }).from(voices).where(eq(voices.id, voice.id)).get();
  if (!row?.url) return undefined;
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of vendor.readPreview(row.url, AbortSignal.timeout(FETCH_MAX_MS))) chunks.push(chunk);
    const bytes = concatBytes(chunks);
    return (await probeMp3(bytes)) ? bytes : undefined;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.error('preview_not_fetched', error, { voiceId: voice.id });
    return undefined;
  }
};
