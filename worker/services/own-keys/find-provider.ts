import { OWN_KEY_PROVIDERS, type OwnKeyProvider } from '../../contract/own-key-providers.ts';
import { AppError } from '../../errors.ts';

/** The vendor of a path. @throws AppError not_found for one of whom no own keys are kept. */
export const findKeyProvider = (name: string): OwnKeyProvider => {
  const provider = OWN_KEY_PROVIDERS.find((known) => known === name);
  if (!provider) throw new AppError('not_found', 'There is no such vendor.');
  return provider;
};

/** The same answer for a vendor whose key is not kept. */
export const noSuchKey = (): AppError => new AppError('not_found', 'No key of this vendor is kept.');
