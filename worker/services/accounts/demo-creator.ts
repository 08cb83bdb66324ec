import type { Context } from '../../context.ts';
import { openAccount } from './open-account.ts';

/** The creator whom "Try the studio" lets in, in development only. */
export const DEMO_CREATOR = {
  userId: 'demo-creator',
  email: 'demo@ozvena.example',
  name: 'Demo Creator',
  token: null,
} as const;

/** Sees to it that the demo creator exists, with the same grant as anybody. */
export const ensureDemoCreator = (ctx: Context): Promise<{ opened: boolean }> => openAccount(ctx, DEMO_CREATOR);
