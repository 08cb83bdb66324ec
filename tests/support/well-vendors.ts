import { env } from 'cloudflare:workers';
import { afterEach } from 'vitest';
import { lookAgain } from './vendors.ts';

// A vendor that one test has made fail is well again for the next one.
afterEach(async () => {
  await env.DB.prepare('DELETE FROM vendor_circuits').run();
  lookAgain();
});
