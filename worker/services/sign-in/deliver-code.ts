import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { Mail } from '../../providers/resend.ts';

/** The window in which mailed codes are counted. */
export const CODE_LIMIT_WINDOW_MS = 3_600_000;

export const tooManyCodes = (): AppError =>
  new AppError('rate_limited', 'Too many codes were asked for. Please wait an hour.', {
    retryAfterSeconds: CODE_LIMIT_WINDOW_MS / 1_000,
  });

/**
 * Sends the mail of a code that is written down already. One that never left counts for nothing: `forget` removes it.
 * @throws AppError provider_unavailable when the mail cannot be sent.
 */
export const deliverCode = async (ctx: Context, mail: Mail, forget: D1PreparedStatement): Promise<void> => {
  try {
    await ctx.mailer.send(mail);
  } catch (error) {
    await forget.run();
    if (!(error instanceof ProviderError)) throw error;
    const message = 'The mail could not be sent. Please try again in a minute.';
    throw new AppError('provider_unavailable', message, { retryAfterSeconds: 60 }, { cause: error });
  }
};
