import { TOTP } from 'otpauth';
import { beginSecondFactor } from '../../worker/services/second-factor/begin-second-factor.ts';
import { confirmSecondFactor } from '../../worker/services/second-factor/confirm-second-factor.ts';
import type { TestContext } from './context.ts';

export const STEP_MS = 30_000;

/** What an authenticator app shows at a moment (unix ms). */
export const codeAt = (secret: string, at: number): string => new TOTP({ secret }).generate({ timestamp: at });

/** A code that no step near the moment has. */
export const wrongCode = (secret: string, at: number): string => {
  const near = new Set([-2, -1, 0, 1, 2].map((steps) => codeAt(secret, at + steps * STEP_MS)));
  return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !near.has(code)) ?? '';
};

/** An authenticator app whose factor is on. `next` waits for a code that was not used yet, and gives it. */
export const turnOnSecondFactor = async (ctx: TestContext, userId: string) => {
  const { secret } = await beginSecondFactor(ctx, userId);
  const code = codeAt(secret, ctx.clock.now());
  const { recoveryCodes } = await confirmSecondFactor(ctx, { userId, code });
  return {
    secret,
    code,
    recoveryCodes,
    next: (): string => {
      ctx.clock.advance(STEP_MS);
      return codeAt(secret, ctx.clock.now());
    },
    wrong: (): string => wrongCode(secret, ctx.clock.now()),
  };
};
export type Authenticator = Awaited<ReturnType<typeof turnOnSecondFactor>>;
