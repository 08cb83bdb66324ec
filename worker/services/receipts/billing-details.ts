import type { Context } from '../../context.ts';
import type { BillingDetails } from '../../contract/receipts.ts';

/** How somebody wishes to be named on receipts; empty texts where he has not said. */
export const readBillingDetails = async (ctx: Pick<Context, 'db'>, userId: string): Promise<BillingDetails> => {
  const row = await ctx.db
    .prepare('SELECT name, address, tax_id AS taxId FROM billing_details WHERE user_id = ?1')
    .bind(userId)
    .first<BillingDetails>();
  return row ?? { name: '', address: '', taxId: '' };
};

/** Changes it for receipts to come; those that stand keep what they say. */
export const changeBillingDetails = async (
  ctx: Pick<Context, 'db' | 'clock'>,
  { userId, name, address, taxId }: BillingDetails & { userId: string },
): Promise<BillingDetails> => {
  await ctx.db
    .prepare(
      `INSERT INTO billing_details (user_id, name, address, tax_id, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (user_id) DO UPDATE SET name = ?2, address = ?3, tax_id = ?4, updated_at = ?5`,
    )
    .bind(userId, name, address, taxId, ctx.clock.now())
    .run();
  return { name, address, taxId };
};
