import type { Context } from '../../context.ts';
import { ONBOARDING_STEPS, type Profile } from '../../contract/profile.ts';
import type { Me } from '../../contract/users.ts';
import { readMe } from './read-me.ts';

/** Every step is in it once and none is part of another, so its place in the text is its place in the order. */
const STEPS_IN_ORDER = ONBOARDING_STEPS.join(' ');

/**
 * Changes what a user may change of himself; what is not given stays. The first run only goes forward: a tab that is a
 * step behind takes nobody back.
 */
export const updateProfile = async (ctx: Context, userId: string, profile: Profile): Promise<Me> => {
  const { name = null, purpose = null, purposeNote = null, onboarding = null } = profile;
  await ctx.db
    .prepare(
      `UPDATE users SET name = COALESCE(?2, name), purpose = COALESCE(?3, purpose),
          purpose_note = iif(?3 IS NULL, purpose_note, ?4),
          onboarding = iif(instr(?6, ?5) > instr(?6, onboarding), ?5, onboarding) WHERE id = ?1`,
    )
    .bind(userId, name, purpose, purposeNote, onboarding, STEPS_IN_ORDER)
    .run();
  return readMe(ctx, userId);
};
