import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Voice } from '../../contract/speech.ts';
import { voices } from '../../db/schema.ts';
import { isSpeechVendor, type SpeechVendorId } from '../../providers/vendors.ts';

/** Where voices are looked up, and whether for an operator, who finds internal ones as well. */
export type VoiceSource = Pick<Context, 'orm' | 'providers'> & { isOperator: boolean };

/** A voice and the vendor who has it. */
export type FoundVoice = Voice & { provider: SpeechVendorId };

type VoiceRow = typeof voices.$inferSelect;

/** A stored voice as the API shows it. */
export const toVoice = ({ id, provider, name, gender, description, languages, styles }: VoiceRow): Voice => ({
  id,
  provider,
  name,
  gender,
  description,
  languages,
  styles,
  sampleUrl: `/api/voices/${encodeURIComponent(id)}/sample`,
});

/**
 * A voice by its id; the house's first voice for none. The house's own are in the code and cost no read.
 * @returns undefined for a voice that does not exist, that its vendor no longer has, or whose vendor is internal (ROLE-08).
 */
export const findVoice = async (source: VoiceSource, voiceId: string | undefined): Promise<FoundVoice | undefined> => {
  const house = source.providers.voices;
  const own = voiceId === undefined ? house[0] : house.find((voice) => voice.id === voiceId);
  const row =
    own === undefined && voiceId !== undefined
      ? await source.orm.select().from(voices).where(eq(voices.id, voiceId)).get()
      : undefined;
  const voice = own ?? (row && row.vanishedAt === null ? toVoice(row) : undefined);
  if (!voice || !isSpeechVendor(voice.provider)) return undefined;
  if (!source.isOperator && source.providers.internal.includes(voice.provider)) return undefined;
  return { ...voice, provider: voice.provider };
};

/** The vendor that a voice's id names; jobs are read back by it. */
export const vendorOf = (voiceId: string): SpeechVendorId => {
  const provider = voiceId.slice(0, voiceId.indexOf(':'));
  if (!isSpeechVendor(provider)) throw new Error(`no vendor has the voice ${voiceId}`);
  return provider;
};
