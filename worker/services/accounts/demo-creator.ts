import type { Context } from '../../context.ts';
import { openAccount } from './open-account.ts';
import { updateProfile } from './update-profile.ts';

/** The creator whom "Try the studio" lets in, in development only. */
export const DEMO_CREATOR = {
  userId: 'demo-creator',
  email: 'demo@ozvena.example',
  name: 'Demo Creator',
  fingerprint: null,
  token: null,
} as const;

/** Sees to it that the demo creator exists, with the same grant as anybody, and is asked nothing at his first visit. */
export const ensureDemoCreator = async (ctx: Context): Promise<{ opened: boolean }> => {
  const account = await openAccount(ctx, DEMO_CREATOR);
  if (account.opened) await updateProfile(ctx, DEMO_CREATOR.userId, { onboarding: 'done' });
  return account;
};
