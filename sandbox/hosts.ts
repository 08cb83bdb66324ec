import type { SandboxEnv } from './env.ts';
import { unicorn } from './vendors/unicorn.ts';

/** A vendor: its name in fault orders, what it is, and the app that speaks its protocol. */
export type Vendor = {
  name: string;
  description: string;
  fetch: (request: Request, env: SandboxEnv, context: ExecutionContext) => Response | Promise<Response>;
};

/** Who answers for which host. A vendor with several hosts stands here once for each. */
export const VENDORS_BY_HOST: Readonly<Record<string, Vendor>> = {
  'unicorn.ozvena.example': { name: 'unicorn', description: 'The house’s own voice: speech.', fetch: unicorn.fetch },
};
