import type { Context } from '../../context.ts';
import type { PriceBook } from '../../contract/money.ts';
import type { SpeechProvider } from '../../providers/provider.ts';
import type { SpeechVendorId } from '../../providers/vendors.ts';
import type { VoiceSource } from '../voices/find-voice.ts';
import { readRoster } from './read-roster.ts';

/** What the house offers at one moment: its prices, and what each vendor can do by the house's key. */
export type House = { prices: PriceBook; speech: (provider: SpeechVendorId) => SpeechProvider };

/** All that a request for speech is resolved and priced with. */
export type SpeechSource = VoiceSource & { house: House };

/** The house as it stands now, for whoever asks. */
export const openHouse = async (ctx: Context, { isOperator }: { isOperator: boolean }): Promise<SpeechSource> => {
  const { keys, prices, voices } = await readRoster(ctx);
  const { orm, providers } = ctx;
  const accountOf = (provider: SpeechVendorId) => keys.find((key) => key.provider === provider)?.account;
  return {
    orm,
    providers,
    isOperator,
    found: voices,
    house: { prices, speech: (provider) => providers.speech(provider, accountOf(provider)) },
  };
};
