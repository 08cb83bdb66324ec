import type { SandboxEnv } from '../env.ts';

/** Where results lie, for whoever has the address. */
export const FAL_MEDIA_HOST = 'v3.fal.media';

/** Does the work of one request. @throws FalError for an input that will not do */
export type FalModel = (
  input: unknown,
  env: SandboxEnv,
  requestId: string,
) => Promise<{ result: unknown; billable_units: number }>;
