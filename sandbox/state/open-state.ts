import type { SandboxEnv } from '../env.ts';

const STATE_NAME = 'state';

/** The one object that all isolates ask. */
export const openState = (env: SandboxEnv) => env.STATE.get(env.STATE.idFromName(STATE_NAME));
