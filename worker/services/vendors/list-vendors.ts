import type { Context } from '../../context.ts';
import type { Vendor, VendorList } from '../../contract/vendors.ts';
import { ruleOf } from '../../pricing/price.ts';
import type { SpeechCapabilities, SpeechLimits, SpeechProvider } from '../../providers/provider.ts';
import { type SpeechVendorId, speakerOf } from '../../providers/vendors.ts';
import { openHouse } from './open-house.ts';
import { readRoster } from './read-roster.ts';

const toLimits = ({ unit, maxPerCall }: SpeechLimits): Vendor['limits'] => ({ unit, maxPerCall });

const toCapabilities = (own: SpeechCapabilities): Vendor['capabilities'] => ({
  ...own,
  formats: [...own.formats],
  tuning: own.tuning.map(({ id, min, max, default: neutral }) => ({ id, min, max, default: neutral })),
});

/** The limits of a plain request, and those of one that says how to speak, where they are others. */
const limitsOf = (provider: SpeechProvider): Pick<Vendor, 'limits' | 'instructedLimits'> => {
  const limits = toLimits(provider.limitsFor({ voice: '', quality: 'standard', instructions: undefined }));
  if (!provider.capabilities.instructions) return { limits, instructedLimits: null };
  const instructed = toLimits(provider.limitsFor({ voice: '', quality: 'standard', instructions: 'Calmly.' }));
  const isSame = instructed.unit === limits.unit && instructed.maxPerCall === limits.maxPerCall;
  return { limits, instructedLimits: isSame ? null : instructed };
};

/**
 * The vendors of speech with what each can do and costs, the house first. None is among them that is switched off, and
 * internal ones for operators alone (ROLE-08).
 */
export const listVendors = async (ctx: Context, { isOperator }: { isOperator: boolean }): Promise<VendorList> => {
  const { providers } = ctx;
  const { disabled } = await readRoster(ctx);
  const { house } = await openHouse(ctx, { isOperator });
  const listed: SpeechVendorId[] = ['unicorn', ...providers.vendors];
  return {
    items: listed
      .filter((id) => (isOperator || !providers.internal.includes(id)) && !disabled.has(id))
      .map((id) => {
        const provider = house.speech(id);
        return {
          id,
          name: speakerOf(id),
          capabilities: toCapabilities(provider.capabilities),
          ...limitsOf(provider),
          price: ruleOf(house.prices, id),
          isDemo: provider.isDemo,
        };
      }),
  };
};
