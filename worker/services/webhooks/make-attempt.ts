import type { Context } from '../../context.ts';
import { sendDeliveries } from '../../db/webhook-dispatch.ts';
import { USER_AGENT } from '../../providers/stream.ts';
import { callReceiver } from './call-receiver.ts';
import type { ClaimedDelivery } from './claim-deliveries.ts';
import { composePayload } from './compose-payload.ts';
import { type NextStep, planNext } from './plan-next.ts';
import { readSecrets } from './read-secrets.ts';
import { recordAttempt } from './record-attempt.ts';
import { signedHeaders } from './signing.ts';

/** A wait that is no longer is left to the queue; longer ones are ended by the minute's run. */
const QUEUE_WAIT_MAX_MS = 30_000;

/**
 * One attempt at a delivery that was claimed: signs it, calls the receiver, writes down what came of it.
 * @throws what storage throws. The delivery then counts as tried, and comes again with the same id once its lease is over.
 */
export const makeAttempt = async (ctx: Context, delivery: ClaimedDelivery): Promise<NextStep['status']> => {
  const body = delivery.body ?? (await composePayload(ctx, delivery));
  const secrets = await readSecrets(ctx, delivery);
  const startedAt = ctx.clock.now();
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': USER_AGENT,
    ...signedHeaders(secrets, { id: delivery.id, body, at: startedAt }),
  };
  const outcome = await callReceiver(ctx, { url: delivery.url, headers, body });
  const next = planNext(delivery, outcome, ctx.random());
  await recordAttempt(ctx, delivery, { headers, body, startedAt, outcome, next });
  if (next.status === 'pending' && next.waitMs <= QUEUE_WAIT_MAX_MS) {
    await sendDeliveries(ctx.webhookQueues.again, [delivery.id], Math.ceil(next.waitMs / 1_000));
  }
  return next.status;
};
