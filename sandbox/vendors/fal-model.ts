import type { SandboxEnv } from '../env.ts';

/** Where results lie, for whoever has the address. */
export const FAL_MEDIA_HOST = 'v3.fal.media';

/** @property log hears what is done of it, for those who wait */
export type FalCall = { env: SandboxEnv; requestId: string; log: (message: string) => Promise<void> };

/** Does the work of one request. @throws FalError for an input that will not do */
export type FalModel = (input: unknown, call: FalCall) => Promise<{ result: unknown; billable_units: number }>;
