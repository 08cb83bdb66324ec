import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { OwnKeyList } from '../../contract/own-keys.ts';
import { providerKeys } from '../../db/schema.ts';

/** What is shown of the keys that a person keeps. */
export const listOwnKeys = async (ctx: Context, userId: string): Promise<OwnKeyList> => ({
  items: await ctx.orm
    .select({
      provider: providerKeys.provider,
      hint: providerKeys.hint,
      region: providerKeys.region,
      addedAt: providerKeys.addedAt,
      checkedAt: providerKeys.checkedAt,
      isAccepted: providerKeys.isAccepted,
    })
    .from(providerKeys)
    .where(eq(providerKeys.userId, userId))
    .orderBy(asc(providerKeys.provider)),
});
