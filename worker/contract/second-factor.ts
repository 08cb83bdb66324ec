import { z } from 'zod';
import { SECOND_FACTOR_CODE_MAX_CHARS } from './limits.ts';

/** A code of the authenticator app, or a recovery code. Which it is, and whether it is right, is said in one answer. */
const codeSchema = z
  .string()
  .trim()
  .min(1)
  .max(SECOND_FACTOR_CODE_MAX_CHARS)
  .meta({ description: 'Six digits of the authenticator app, or a recovery code.', example: '123456' });

/**
 * The field with which a request steps up: spread into the body of whatever asks for the second factor once more.
 * Required only where one is on; without it the answer is `second_factor_required`.
 */
export const secondFactorField = { secondFactorCode: codeSchema.optional() };

/** For a route whose body holds nothing else. */
export const stepUpSchema = z.strictObject(secondFactorField).meta({ id: 'StepUp' });

export const secondFactorCodeSchema = z.strictObject({ code: codeSchema }).meta({ id: 'SecondFactorCode' });

export const secondFactorStateSchema = z
  .strictObject({
    isOn: z.boolean(),
    /** Unix ms since when; null while it is off. */
    onSince: z.int().nullable(),
    recoveryCodesLeft: z.int().nonnegative(),
  })
  .meta({ id: 'SecondFactorState' });
export type SecondFactorState = z.infer<typeof secondFactorStateSchema>;

export const secondFactorSetupSchema = z
  .strictObject({
    secret: z.string().meta({ description: 'Base32, for typing into an authenticator app.' }),
    address: z.string().meta({ description: 'The same as an otpauth:// address, for a QR code.' }),
  })
  .meta({ id: 'SecondFactorSetup' });
export type SecondFactorSetup = z.infer<typeof secondFactorSetupSchema>;

export const recoveryCodesSchema = z
  .strictObject({ recoveryCodes: z.array(z.string()).meta({ description: 'Shown this once; each works once.' }) })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;
