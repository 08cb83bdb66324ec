import type { Context } from '../../context.ts';
import { tellOwner } from '../jobs/tell-owner.ts';
import { sendDueMails } from '../mail/send-due-mails.ts';
import type { Notice } from './notice-statements.ts';

/** Lets a notice that is written down be heard: in the open tabs at once, by mail after the reply. */
export const tellNotice = async (ctx: Context, { id, userId, kind, title }: Notice): Promise<void> => {
  const at = ctx.clock.now();
  const notification = { id, kind, title, jobId: null, work: null, payment: null, createdAt: at, readAt: null };
  await tellOwner(ctx, userId, { type: 'notification', at, notification });
  ctx.defer(sendDueMails(ctx).catch((error: unknown) => ctx.log.error('mails_not_sent', error)));
};
