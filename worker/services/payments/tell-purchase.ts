import type { Context } from '../../context.ts';
import type { PaymentInsert } from '../../db/payment-posting.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { sendDueMails } from '../mail/send-due-mails.ts';

type Purchase = Pick<PaymentInsert, 'id' | 'processor' | 'amountMinor' | 'currency'> & {
  userId: string;
  credits: number;
};

/** Lets a payment that is in the books be heard: in the payer's tabs, by mail, and by the operators who are watching. */
export const tellPurchase = async (ctx: Context, purchase: Purchase): Promise<void> => {
  const { id, userId, processor, amountMinor, currency, credits } = purchase;
  const at = ctx.clock.now();
  const title = `${credits} credits were added.`;
  const payment = { paymentId: id, credits };
  const about = { jobId: null, work: null, payment };
  const notification = { id, kind: 'payment_received', title, ...about, createdAt: at, readAt: null } as const;
  const tell = async () => {
    await tellOwner(ctx, userId, { type: 'notification', at, notification });
    const detail = { paymentId: id, userId, processor, amountMinor, currency, credits };
    await ctx.adminHub().publish({ kind: 'purchase', at, detail });
    await sendDueMails(ctx);
  };
  ctx.defer(tell().catch((error: unknown) => ctx.log.error('purchase_not_told', error, { paymentId: id })));
};
