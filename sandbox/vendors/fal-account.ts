import { Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';
import { FalError } from './fal-error.ts';
import { sha256 } from './sha256.ts';

/** What an app of the vendor knows of a call: `account` names who calls, by the key. */
export type FalApp = { Bindings: SandboxEnv; Variables: { account: string } };

const KEY = /^Key ([\w-]{8,}(?::[\w-]+)?)$/;
/** The key of an account that has nothing left. */
const EMPTY_KEY_PREFIX = 'sandbox-empty';

const accountOf = async (authorization: string | undefined): Promise<string> => {
  if (!authorization) throw new FalError(401, 'Authentication is required to access this application.');
  const key = KEY.exec(authorization)?.[1];
  if (!key) throw new FalError(401, 'No user found for Key ID and Secret');
  if (key.startsWith(EMPTY_KEY_PREFIX)) {
    const words = 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.';
    throw new FalError(403, words);
  }
  return sha256(key);
};

/** An app that asks for a key and says what is wrong as fal does. @param open paths that need no key */
export const createFal = ({ open = [] }: { open?: readonly string[] } = {}) =>
  new Hono<FalApp>()
    .use(async (c, next) => {
      if (!open.includes(c.req.path)) c.set('account', await accountOf(c.req.header('authorization')));
      await next();
    })
    .notFound((c) => c.json(new FalError(404, 'Not found').toBody(), 404))
    .onError((error, c) => {
      if (error instanceof FalError) return c.json(error.toBody(), error.status);
      console.error('fal failed', error);
      return c.json(new FalError(500, 'Internal Server Error').toBody(), 500);
    });
