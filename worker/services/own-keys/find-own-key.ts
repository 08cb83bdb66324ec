import type { Context } from '../../context.ts';
import type { OwnKey } from '../../contract/own-keys.ts';
import { findKeyProvider, noSuchKey } from './find-provider.ts';
import { listOwnKeys } from './list-own-keys.ts';

/** What is shown of the key of one vendor. @throws AppError not_found. */
export const findOwnKey = async (ctx: Context, input: { userId: string; provider: string }): Promise<OwnKey> => {
  const provider = findKeyProvider(input.provider);
  const { items } = await listOwnKeys(ctx, input.userId);
  const found = items.find((item) => item.provider === provider);
  if (!found) throw noSuchKey();
  return found;
};
