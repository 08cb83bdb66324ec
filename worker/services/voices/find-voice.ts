import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Voice } from '../../contract/speech.ts';
import { voices } from '../../db/schema.ts';
import { isSpeechVendor, type SpeechVendorId } from '../../providers/vendors.ts';

/**
 * Where voices are looked up, and whether for an operator, who finds internal ones as well. Whoever can do with a voice
 * of some seconds ago names those that were found since: they cost no read.
 */
export type VoiceSource = Pick<Context, 'orm' | 'providers'> & { isOperator: boolean; found?: Map<string, Voice> };

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

const findStored = async ({ orm, found }: VoiceSource, voiceId: string): Promise<Voice | undefined> => {
  const known = found?.get(voiceId);
  if (known) return known;
  const row = await orm.select().from(voices).where(eq(voices.id, voiceId)).get();
  if (!row || row.vanishedAt !== null) return undefined;
  const voice = toVoice(row);
  found?.set(voiceId, voice);
  return voice;
};

/**
 * A voice by its id; the house's first voice for none. The house's own are in the code and cost no read.
 * @returns undefined for a voice that does not exist, that its vendor no longer has, or whose vendor is internal (ROLE-08).
 */
export const findVoice = async (source: VoiceSource, voiceId: string | undefined): Promise<FoundVoice | undefined> => {
  const house = source.providers.voices;
  const own = voiceId === undefined ? house[0] : house.find((voice) => voice.id === voiceId);
  const voice = own ?? (voiceId === undefined ? undefined : await findStored(source, voiceId));
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
