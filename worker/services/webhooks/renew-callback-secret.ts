import type { Context } from '../../context.ts';
import type { WebhookSecret } from '../../contract/webhooks.ts';
import { ensureCallbacks } from './ensure-callbacks.ts';
import { rotateSecret } from './rotate-secret.ts';

/** Makes the secret that signs for an account's callback URLs, or a new one beside it. Returned once. */
export const renewCallbackSecret = async (ctx: Context, userId: string): Promise<WebhookSecret> => {
  const { endpointId, secret } = await ensureCallbacks(ctx, userId);
  return secret === undefined ? rotateSecret(ctx, { endpointId, userId }) : { secret, previousUntil: null };
};
